import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Id } from '#domain/kernel/ids.ts';
import { declaredProcessors, declaredStore } from '#apps/server/declared.ts';
import { relayOf } from '#apps/server/relay.ts';
import {
  CONTRACT_BYTES_MAX,
  declareProcessors,
  handInContract,
  hasContract,
} from '#modules/policy/module.ts';
import { must } from '#domain/kernel/result.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { readStoreUrl } from '#platform/object-store/object-store.ts';
import type { ContractAnswer, SetupAnswers } from './answers.ts';

/** A signed contract with a provider that the answers name, read from its file. */
export interface ProviderContract extends Exclude<ContractAnswer, 'own'> {
  /** whom it is with, for people: `mail.example.com` */
  readonly host: string;
  readonly which: 'mail' | 'backup';
  readonly bytes: Buffer;
}

/**
 * The contracts that the answers name. Read before anything is written, so that a wrong path leaves nothing behind.
 * @returns what is wrong, a sentence each, or the contracts
 */
export function readContracts(
  answers: SetupAnswers,
): { contracts: ProviderContract[] } | { faults: string[] } {
  const contracts: ProviderContract[] = [];
  const faults: string[] = [];
  for (const { which, host, answer } of providersOf(answers)) {
    if (answer === undefined || answer === 'own') continue;
    try {
      if (statSync(answer.file).size > CONTRACT_BYTES_MAX) faults.push(`${answer.file} is larger than 20 MB`);
      const bytes = readFileSync(answer.file);
      if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) faults.push(`${answer.file} is no PDF`);
      contracts.push({ ...answer, which, host, bytes });
    } catch (error) {
      faults.push(`the contract with ${host} cannot be read: ${(error as Error).message}`);
    }
  }
  return faults.length > 0 ? { faults } : { contracts };
}

/** Providers the answers name, with what they say about the contract. */
export function providersOf(
  answers: SetupAnswers,
): { which: 'mail' | 'backup'; host: string; answer: ContractAnswer | undefined }[] {
  const relay = relayOf(answers.smtpUrl);
  const store = answers.backupStore === undefined ? undefined : readStoreUrl(answers.backupStore);
  return [
    ...(relay ? [{ which: 'mail', host: relay.host, answer: answers.smtpContract } as const] : []),
    ...(store
      ? [{ which: 'backup', host: new URL(store.origin).hostname, answer: answers.backupContract } as const]
      : []),
  ];
}

/** Hosts that the answers say are machines of the operator's own. */
export function ownMachinesOf(answers: SetupAnswers): string[] {
  if (answers.smtpContract !== 'own' && answers.backupContract !== 'own') return [];
  return providersOf(answers).flatMap(({ host, answer }) => (answer === 'own' ? [host] : []));
}

/**
 * Enters the providers of the answers with their contracts, handed in by the first person. Somebody else confirms each, or
 * the same person after the wait: until then work for them waits and is not lost. Safe to run twice.
 */
export async function enterContracts(
  { db, clock, files, tenantFacts }: AppContext,
  operator: { readonly tenantId: Id; readonly loginId: Id; readonly name: string },
  answers: SetupAnswers,
  contracts: readonly ProviderContract[],
): Promise<void> {
  const relay = relayOf(answers.smtpUrl);
  const store = answers.backupStore === undefined ? undefined : readStoreUrl(answers.backupStore);
  const own = ownMachinesOf(answers);
  const mail = declaredProcessors(relay ? [relay] : [], [], null, own);
  const backup = store ? [declaredStore(store, own)] : [];
  await declareProcessors(db, clock, [...mail, ...backup]);
  const caller = {
    ...systemCaller(await tenantFacts(operator.tenantId), clock, `login:${operator.loginId}`),
    name: operator.name,
  };
  for (const contract of contracts) {
    const processor = (contract.which === 'mail' ? mail : backup)[0];
    if (!processor) continue;
    const fileHash = createHash('sha256').update(contract.bytes).digest('hex');
    must(await files.save(operator.tenantId, contract.bytes, CONTRACT_BYTES_MAX));
    await db.inTenant(operator.tenantId, async (tx) => {
      if (await hasContract(tx, processor.id, fileHash)) return;
      must(
        await handInContract(tx, caller, processor.id, {
          fileHash,
          fileName: basename(contract.file),
          signedByUsOn: contract.signedByUsOn,
          signedByThemOn: contract.signedByThemOn,
          categories: processor.categories,
          validFrom: contract.validFrom,
          validTo: contract.validTo ?? null,
        }),
      );
    });
  }
}
