import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from '#apps/server/app.ts';
import { addMember, createTenant, decidePassword } from '#modules/accounts/module.ts';
import { loadInstallation, publishShipped, saveInstallation } from '#modules/policy/module.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { createLog } from '#platform/log/log.ts';
import type { AppContext } from '#platform/module/context.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import type { SetupAnswers } from './answers.ts';
import { enterContracts, type ProviderContract } from './contracts.ts';

/** A refusal in words: what is wrong and what to do. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';
}

export interface NewInstallation {
  readonly answers: SetupAnswers;
  /** with the providers that the answers name */
  readonly contracts: readonly ProviderContract[];
  readonly dataDir: string;
  /** of the first person */
  readonly password: string;
  readonly say: (sentence: string) => void;
}

/**
 * Makes the database with the operator and its first person; no demo, now or later.
 * @throws SetupProblem when the password may not be chosen, or the database belongs to a demo or to another operator
 */
export async function makeInstallation({
  answers,
  contracts,
  dataDir,
  password,
  say,
}: NewInstallation): Promise<void> {
  const chosen = decidePassword(password, [answers.ownerName, answers.ownerEmail, answers.operatorName]);
  if (!chosen.ok)
    throw new SetupProblem(
      chosen.refusal.code === 'password_short'
        ? `the password needs at least ${chosen.refusal.min} characters`
        : 'that password is one of the first an attacker tries; choose another',
    );
  await mkdir(dataDir, { recursive: true });
  const server = answers.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: join(dataDir, 'postgres'), log: say });
  try {
    say('Making the tables …');
    const app = await createApp({
      ownerUrl: answers.databaseUrl ?? server!.ownerUrl,
      secret: openSecrets(dataDir).secret('database'),
      vault: openVault(readKeyRing(dataDir, process.env['TENON_KEY_RING'])),
      filesDir: join(dataDir, 'files'),
      log: createLog({ level: 'warn' }),
      clock: systemClock,
      publicUrl: `https://${answers.host}`,
      demoAllowed: false,
      relay: null,
      mailFrom: answers.mailFrom ?? answers.supportAddress,
    });
    try {
      await enterOperator(app.context, answers, contracts, password);
    } finally {
      await app.close();
    }
  } finally {
    await server?.stop();
  }
}

/** Person first, operator last: an interrupted set-up has no operator yet and can be started again. */
async function enterOperator(
  context: AppContext,
  answers: SetupAnswers,
  contracts: readonly ProviderContract[],
  password: string,
): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const settled = await loadInstallation(db, now);
  if (settled) {
    if (settled.settings['operator.name'] === answers.operatorName) return;
    throw new SetupProblem(
      `this database belongs to ${settled.settings['operator.name']} already. Use another database or data folder.`,
    );
  }
  const slug = 'operator';
  const known = (await listTenants(db)).find((tenant) => tenant.slug === slug);
  const tenantId =
    known?.id ??
    (await createTenant(db, now, {
      slug,
      name: answers.operatorName,
      zone: answers.operatorZone,
      currency: answers.currency,
      locale: answers.language,
      demo: false,
    }));
  const loginId = await addMember(db, now, tenantId, {
    email: answers.ownerEmail,
    name: answers.ownerName,
    locale: answers.language,
    role: 'operator',
    password,
  });
  await enterContracts(context, { tenantId, loginId, name: answers.ownerName }, answers, contracts);
  const saved = await saveInstallation(db, now, tenantId, {
    'operator.name': answers.operatorName,
    'operator.sites': answers.operatorSites,
    'operator.zone': answers.operatorZone,
    'operator.supportAddress': answers.supportAddress,
  });
  if (!saved.ok)
    throw new SetupProblem(`the operator's settings cannot be used: ${JSON.stringify(saved.refusal)}`);
  await publishShipped(db, clock);
}
