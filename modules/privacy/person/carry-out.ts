import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { KEPT_BECAUSE } from '#domain/policy/subjects/erasure.ts';
import { loadConsents, setObjection, valuesInForce, withdrawConsent } from '#modules/policy/api.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { say } from '#platform/words/words.ts';
import { addStep, CARRY_OUT, loadCase } from '../cases.ts';
import { tellPerson } from '../letters.ts';
import type { PrivacyTables } from '../store.ts';
import { archiveMark, makeArchives } from './archives.ts';
import { enterDeletion, keepBeside } from './deletion-list.ts';
import { eraseIn, type ErasedStore } from './erase.ts';
import { erasureWords } from './erasure-words.ts';
import { identify, searchedBy } from './identify.ts';
import { restrict } from './restriction.ts';
import { allTables } from './rows-about.ts';

type CaseRow = PrivacyTables['privacy_case'];

/** An answer as it is mailed, to one address on file. */
interface Answer {
  readonly recipient: string;
  readonly note: string;
  readonly blocks: readonly MailBlock[];
}

/**
 * Does what a person asked for, and answers with what was done. Safe to run twice, and to be broken off: an archive is made
 * once for each part, an erasure is written into the list before it begins, and the answer is one step of the case.
 */
export const carryOut: Job<{ caseId: Id }, AppContext> = {
  name: CARRY_OUT,
  attempts: 20,
  timeoutSeconds: 600,
  async run({ context, tenantId }, { caseId }) {
    const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, 'job:privacy.carry-out');
    const found = await context.db.inTenant(tenantId, (tx) => loadCase(tx, caller, caseId));
    if (!found || found.standing.state !== 'open') return;
    const answers = await DO[found.row.asks](context, caller, found.row);
    await context.db.inTenant(tenantId, async (tx) => {
      const still = await loadCase(tx, caller, caseId);
      if (still?.standing.state !== 'open') return;
      if (!still.steps.some(({ kind }) => kind === 'carried-out'))
        await addStep(tx, caller, caseId, { kind: 'carried-out', note: '' });
      const note = answers.map((answer) => answer.note).join('\n\n');
      const id = await addStep(tx, caller, caseId, { kind: 'answered', note });
      for (const answer of answers)
        await tellPerson(
          tx,
          caller,
          found.row,
          { id, kind: 'answered', note: answer.note },
          answer.blocks,
          answer.recipient,
        );
      await publish(tx, caller, 'privacy-case.stepped', caseId, { kind: 'answered' });
    });
  },
};

type Doing = (context: AppContext, caller: Caller, row: CaseRow) => Promise<Answer[]>;

const DO: Readonly<Record<CaseRow['asks'], Doing>> = {
  access: archive,
  portability: archive,
  erasure: erase,
  restriction,
  objection,
  withdrawal,
  // Each value is corrected by the one who looks at the request; here is only told that it was.
  rectification: (_context, _caller, row) =>
    Promise.resolve([plain(row, say(erasureWords, row.language, 'answer.corrected'))]),
};

const plain = (row: CaseRow, note: string): Answer => ({ recipient: row.person_email, note, blocks: [] });

/** A link to each part goes to the address on file with that business, and to no other. */
async function archive(context: AppContext, caller: Caller, row: CaseRow): Promise<Answer[]> {
  await makeArchives(context, row);
  const all = await context.db.inTenant(row.tenant_id, (tx) =>
    tx
      .tables<PrivacyTables>()
      .selectFrom('privacy_archive')
      .selectAll()
      .where('tenant_id', '=', row.tenant_id)
      .where('case_id', '=', row.id)
      .orderBy('id')
      .execute(),
  );
  const format = createFormat({ locale: row.language, zone: caller.zone, currency: caller.currency });
  return [...Map.groupBy(all, ({ recipient }) => recipient.toLowerCase())].map(([recipient, parts]) => ({
    recipient,
    note: say(erasureWords, row.language, 'answer.archive', { day: format.instant(parts[0]!.expires_at) }),
    blocks: row.login_id
      ? [{ kind: 'text', text: say(erasureWords, row.language, 'answer.archiveAccount') }]
      : parts.map((part): MailBlock => ({
          kind: 'button',
          label: `${say(erasureWords, row.language, 'answer.fetch')}: ${part.label}`,
          url: `${context.publicUrl}/api/privacy/answers/data.zip?archiveId=${part.id}&mark=${archiveMark(part.id)}`,
        })),
  }));
}

/** First the list, then store by store: whoever is broken off finds the entry and goes on. */
async function erase(context: AppContext, caller: Caller, row: CaseRow): Promise<Answer[]> {
  const identity = await identify(context, row.tenant_id, { mail: row.person_email, loginId: row.login_id });
  const deletion = await context.db.inTenant(row.tenant_id, (tx) =>
    enterDeletion(tx, context, row.id, identity),
  );
  await keepBeside(context, deletion);
  const searched = searchedBy(identity);
  const who = { erasedId: deletion.id, number: deletion.number };
  // The login last: while it is there, a run that was broken off knows whose businesses to look at.
  for (const store of [...deletion.tenants, null]) await eraseIn(context, store, searched, who, 'request');
  const done = await context.db.inTenant(row.tenant_id, (tx) =>
    tx
      .tables<PrivacyTables>()
      .selectFrom('privacy_erasure')
      .selectAll()
      .where('tenant_id', '=', row.tenant_id)
      .where('erased_id', '=', deletion.id)
      .execute(),
  );
  const stores = done as unknown as ErasedStore[];
  return [plain(row, tellErased(row, caller, stores))];
}

/** What was deleted, and what stays, why and until when: by kinds of data, as the policy calls them. */
function tellErased(row: CaseRow, caller: Caller, stores: readonly ErasedStore[]): string {
  const { language } = row;
  const format = createFormat({ locale: language, zone: caller.zone, currency: caller.currency });
  const tables = allTables();
  const kindOf = (table: string, column: string): DataCategory =>
    tables[table]!.columns[column] as DataCategory;
  const gone = new Set(
    stores.flatMap(({ counts }) =>
      Object.keys(counts).flatMap((table) =>
        Object.values(tables[table]?.columns ?? {}).filter((kind) => kind !== 'not-personal'),
      ),
    ),
  );
  const kept = new Map<string, string>();
  for (const { table, column, because, until } of stores.flatMap((store) => store.kept)) {
    const key = `${kindOf(table, column)} ${because}`;
    if ((kept.get(key) ?? '') < until) kept.set(key, until);
  }
  const lines = [...kept].map(([key, until]) => {
    const [kind, because] = key.split(' ') as [DataCategory, keyof typeof KEPT_BECAUSE];
    return `– ${say(erasureWords, language, 'answer.keptLine', {
      kind: CATEGORY_TEXTS[kind].name[language],
      day: format.dayLong(until as never),
      because: KEPT_BECAUSE[because][language],
    })}`;
  });
  return [
    gone.size > 0
      ? say(erasureWords, language, 'answer.erased', {
          kinds: [...gone].map((kind) => CATEGORY_TEXTS[kind].name[language]).join(', '),
        })
      : say(erasureWords, language, 'answer.nothing'),
    ...(lines.length > 0 ? [say(erasureWords, language, 'answer.kept'), ...lines] : []),
    say(erasureWords, language, 'answer.again'),
  ].join('\n');
}

async function restriction(context: AppContext, caller: Caller, row: CaseRow): Promise<Answer[]> {
  const identity = await identify(context, row.tenant_id, { mail: row.person_email, loginId: row.login_id });
  await context.db.inTenant(row.tenant_id, (tx) => restrict(tx, caller, row.id, identity.mails, false));
  for (const login of identity.logins)
    await context.db.inTenant(row.tenant_id, (tx) => setObjection(tx, login, true, caller.now));
  return [plain(row, say(erasureWords, row.language, 'answer.restricted'))];
}

async function objection(context: AppContext, caller: Caller, row: CaseRow): Promise<Answer[]> {
  const identity = await identify(context, row.tenant_id, { mail: row.person_email, loginId: row.login_id });
  for (const login of identity.logins)
    await context.db.inTenant(row.tenant_id, (tx) => setObjection(tx, login, true, caller.now));
  return [plain(row, say(erasureWords, row.language, 'answer.objected'))];
}

/** Every consent that still stands, in each business; what stays because of law was told when it was given. */
async function withdrawal(context: AppContext, caller: Caller, row: CaseRow): Promise<Answer[]> {
  const identity = await identify(context, row.tenant_id, { mail: row.person_email, loginId: row.login_id });
  const values = await valuesInForce(context.db, caller.now);
  const taken = new Set<string>();
  for (const tenantId of new Set([row.tenant_id, ...identity.tenants])) {
    const facts = await context.tenantFacts(tenantId);
    await context.db.inTenant(tenantId, async (tx) => {
      for (const loginId of identity.logins) {
        const of = { ...systemCaller(facts, context.clock, caller.actor), loginId };
        for (const purpose of (await loadConsents(tx, loginId)).now)
          if ((await withdrawConsent(tx, of, purpose, values)).ok)
            taken.add(PURPOSE_REGISTER[purpose].name[row.language]);
      }
    });
  }
  const note =
    taken.size > 0
      ? say(erasureWords, row.language, 'answer.withdrawn', { purposes: [...taken].join(', ') })
      : say(erasureWords, row.language, 'answer.withdrawnNone');
  return [plain(row, note)];
}
