import { dayIn, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { clauseOf } from '#domain/policy/clauses.ts';
import { cookieSection, decideChoice, type Choices, type ChoiceState } from '#domain/policy/cookie-choice.ts';
import { CHOICE_COOKIE } from '#domain/policy/device-storage.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import { contentInForce, loadInstallation, type PolicyTables } from '#modules/policy/api.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { PageRequest } from '#platform/pages/serve.ts';
import type { SiteTables } from '../store.ts';

/** Where a visitor stands with cookies, and what of the policy that was decided by. */
export interface Standing {
  readonly operatorId: Id;
  readonly values: ParameterValues;
  readonly policy: { readonly number: number; readonly hash: string };
  /** fingerprint of the cookie section as it is published now */
  readonly section: string;
  /** the random number in the visitor's cookie; null for one who has none, or one we do not know */
  readonly visitor: string | null;
  readonly newest: { readonly at: Instant; readonly how: string; readonly choices: Choices } | null;
  readonly state: ChoiceState;
}

const NUMBER = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Decides on the server, from what is stored and never from what a cookie claims, to what this visitor has consented.
 * @returns null before the installation has an operator or a published policy: then nothing can have been consented to
 * @see clause P-1.4
 */
export async function standingOf({
  context,
  cookies,
  gpc,
}: Pick<PageRequest<AppContext>, 'context' | 'cookies' | 'gpc'>): Promise<Standing | null> {
  const { db, clock } = context;
  const now = clock.now();
  const [installation, version] = await Promise.all([
    loadInstallation(db, now),
    contentInForce(db.global<PolicyTables>(), 'privacy', now),
  ]);
  if (!installation || !version) return null;
  const operatorId = installation.operatorTenantId;
  const said = cookies.get(CHOICE_COOKIE) ?? '';
  const record = NUMBER.test(said)
    ? await db.inTenant(operatorId, (tx) =>
        tx
          .tables<SiteTables>()
          .selectFrom('cookie_choice')
          .select(['at', 'how', 'choices', 'section_hash as section'])
          .where('tenant_id', '=', operatorId)
          .where('visitor', '=', said)
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
    : undefined;
  const newest = record ? { ...record, choices: record.choices as Choices } : undefined;
  const clause = (version.content.wording as typeof version.content.wording | undefined)?.['P-1.4'];
  const section = cookieSection(clause ?? clauseOf('P-1.4').text);
  const values = version.content.parameters;
  return {
    operatorId,
    values,
    policy: { number: version.number, hash: version.hash },
    section,
    visitor: newest ? said : null,
    newest: newest ?? null,
    state: decideChoice(values, { record: newest, section, gpc, now }),
  };
}

/** Today where the operator is. */
export const operatorDay = ({ values }: Standing, now: Instant): string =>
  dayIn(values['operator.zone'], now);
