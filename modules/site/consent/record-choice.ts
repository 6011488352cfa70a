import { createHash, randomUUID } from 'node:crypto';
import type { Choices, ChoiceWay } from '#domain/policy/cookie-choice.ts';
import { countTry, isBraked } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { PageRequest } from '#platform/pages/serve.ts';
import type { SiteTables } from '../store.ts';
import { consentWords } from './words.ts';
import type { Standing } from './standing.ts';

/** Records per network address in a quarter of an hour: many for people behind one address, few for a program. */
const RECORDS_MAX = 120;

type Asked = Pick<PageRequest<AppContext>, 'context' | 'language' | 'ip'>;

/**
 * Adds one record of a choice: what was chosen, how, and to which words. Nothing in it says who it was.
 *
 * @param page path on which it was chosen
 * @returns the visitor's random number; null when this network address made too many, and nothing was stored
 * @see clause P-1.4
 */
export async function recordChoice(
  { context, language, ip }: Asked,
  standing: Standing,
  choice: { readonly how: ChoiceWay; readonly choices: Choices; readonly page: string },
): Promise<string | null> {
  const { db, clock } = context;
  const now = clock.now();
  const brakes = [{ key: `cookie-choice-ip:${ip}`, max: RECORDS_MAX }];
  if (await isBraked(db, now, brakes)) return null;
  await countTry(db, now, brakes);
  const visitor = standing.visitor ?? randomUUID();
  const { operatorId, policy, section } = standing;
  await db.inTenant(operatorId, (tx) =>
    tx
      .tables<SiteTables>()
      .insertInto('cookie_choice')
      .values({
        tenant_id: operatorId,
        id: idAt(now),
        visitor,
        at: now,
        how: choice.how,
        choices: JSON.stringify(choice.choices),
        policy_version: policy.number,
        policy_hash: policy.hash,
        section_hash: section,
        banner_hash: createHash('sha256').update(JSON.stringify(consentWords[language])).digest('hex'),
        language,
        page: choice.page.slice(0, 200),
      })
      .execute(),
  );
  return visitor;
}
