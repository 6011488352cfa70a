import { checkParameters } from '#domain/policy/check-parameters.ts';
import { inForceFrom } from '#domain/policy/in-force.ts';
import { keeps, shows } from '#domain/policy/keep.ts';
import { dayIn, daysBetween } from '#domain/kernel/days.ts';
import '#domain/policy/notice.ts';
import { sql } from 'kysely';
import { showsInUse } from './proofs/in-use.ts';
import { decideApproval } from './versions/rules.ts';
import type { PolicyTables } from './store.ts';

const HERE = 'modules/policy/promises.ts';
const VERSIONS = 'modules/policy/versions/versions.db.test.ts';
const PUBLISH = 'modules/policy/versions/publish-version.ts';

shows(['P-1.3a', 'C-10a'], 'notice-of-change', {
  file: 'domain/policy/version.test.ts',
  test: 'in force > words at once; substance thirty days later, from the start of the day in Berlin, after the clocks changed',
});
shows(['P-1.3a', 'C-10a'], 'notice-of-change', {
  file: HERE,
  self: (values) => {
    const publishedAt = '2026-03-02T09:00:00.000Z';
    const zone = values['operator.zone'];
    const from = inForceFrom(values, { publishedAt, kind: 'material', previousInForceFrom: publishedAt });
    const days = daysBetween(dayIn(zone, publishedAt), dayIn(zone, from));
    return days >= values['policy.noticeDaysMaterial']
      ? null
      : `a change of substance counts after ${days} days`;
  },
});

keeps(['P-1.3a', 'C-10b'], 'versions-for-ever', {
  keptBy: {
    en: 'Every version stays readable at its own address; the database gives the program no right to change or delete one.',
    de: 'Jede Fassung bleibt unter ihrer eigenen Adresse lesbar; die Datenbank gibt dem Programm kein Recht, eine zu ändern oder zu löschen.',
  },
  sources: ['modules/policy/migrations/0001_policy.sql', 'modules/policy/pages/pages.ts'],
});
shows(['P-1.3a', 'C-10b'], 'versions-for-ever', {
  file: VERSIONS,
  test: 'published versions > cannot be changed or deleted by the application',
});
shows('C-10b', 'versions-for-ever', {
  file: VERSIONS,
  test: 'the public pages > show the version in force, and every version at its own address',
});

keeps('P-1.3b', 'published-with-post', {
  keptBy: {
    en: 'A version and its blog post, with the difference and the day from which it counts, are published in one step or not at all.',
    de: 'Eine Fassung und ihr Blogbeitrag, mit dem Unterschied und dem Tag, ab dem sie gilt, werden in einem Schritt veröffentlicht oder gar nicht.',
  },
  sources: [PUBLISH, 'modules/policy/migrations/0001_policy.sql', 'modules/policy/pages/blog.ts'],
});
shows('P-1.3b', 'published-with-post', {
  file: VERSIONS,
  test: 'published versions > are never without their post: when the post fails, nothing is published',
});
shows('P-1.3b', 'published-with-post', {
  file: VERSIONS,
  test: 'the public pages > announce a version with its difference and the day from which it counts',
});

keeps('P-1.3a', 'contacts-are-told', {
  keptBy: {
    en: 'Of a change of substance everybody who acts for a business hears by mail when it is published, once and in their language.',
    de: 'Von einer inhaltlichen Änderung erfährt jede Person, die für ein Unternehmen handelt, bei der Veröffentlichung per E-Mail, einmal und in ihrer Sprache.',
  },
  sources: ['modules/accounts/policy-mail.ts', 'platform/mail/kinds.ts'],
});
shows('P-1.3a', 'contacts-are-told', {
  file: VERSIONS,
  test: 'the editor > writes of a change of substance to everybody who acts for a business, once and in their language',
});

keeps('P-1.3a', 'text-follows-program', {
  keptBy: {
    en: 'When the program keeps, uses or passes on something else than the text says, it drafts the next version by itself and tells the operator.',
    de: 'Sobald das Programm etwas anderes aufbewahrt, verwendet oder weitergibt, als der Text sagt, entwirft es die nächste Fassung von selbst und sagt es dem Betreiber.',
  },
  sources: [
    'domain/policy/merge-shipped.ts',
    'modules/policy/versions/annexes.ts',
    'modules/policy/versions/draft-what-changed.ts',
  ],
});
shows('P-1.3a', 'text-follows-program', {
  file: VERSIONS,
  test: 'the editor > drafts the next version by itself when the program does something else than the text says, and tells the staff',
});
shows('P-1.3a', 'text-follows-program', {
  file: 'domain/policy/merge-shipped.test.ts',
  test: 'what the operator chose stays, also after a version that the program wrote',
});

keeps('P-1.3a', 'second-person-publishes', {
  keptBy: {
    en: 'Nobody publishes alone what they wrote while a colleague could approve it; who is alone waits and signs in again.',
    de: 'Niemand veröffentlicht allein, was er geschrieben hat, solange jemand anderes es freigeben könnte; wer allein ist, wartet und meldet sich neu an.',
  },
  sources: [
    'modules/policy/versions/rules.ts',
    'modules/policy/staff.ts',
    'modules/policy/versions/drafts.ts',
  ],
});
for (const test of [
  'the editor > leaves nobody the way of one person where there are two',
  'the editor > lets one person publish after a day and a new sign-in',
])
  shows('P-1.3a', 'second-person-publishes', { file: VERSIONS, test });
shows('P-1.3a', 'second-person-publishes', {
  file: HERE,
  self: (values) => {
    const at = '2026-03-02T09:00:00.000Z';
    const later = '2026-04-02T09:00:00.000Z';
    const wait = values['operator.soloWaitHours'];
    const author = { actor: 'a', provenAt: later };
    const draft = { author: 'a', submittedAt: at };
    if (decideApproval(draft, author, later, wait, 1).ok) return 'one of two people publishes alone';
    return decideApproval(draft, { ...author, provenAt: at }, at, wait, 0).ok
      ? 'one person alone publishes at once'
      : null;
  },
});

keeps('P-1.5', 'operator-has-a-name', {
  keptBy: {
    en: 'The name of the operator is one setting; nothing is published while it is empty.',
    de: 'Der Name des Betreibers ist eine einzige Einstellung; solange sie leer ist, wird nichts veröffentlicht.',
  },
  sources: ['domain/policy/check-parameters.ts', PUBLISH],
});
shows('P-1.5', 'operator-has-a-name', {
  file: 'domain/policy/version.test.ts',
  test: 'what may be published > not with a clause too few, a clause too many, or an operator without a name',
});
shows('P-1.5', 'operator-has-a-name', {
  file: HERE,
  self: (values) => {
    if (!checkParameters(values).ok) return 'the values in force could not be published';
    return checkParameters({ ...values, 'operator.name': '' }).ok ? 'an empty name could be published' : null;
  },
});

keeps('P-1.2', 'tenants-apart', {
  keptBy: {
    en: 'What one customer keeps here no other customer can reach, not even by guessing an address; the database guards it a second time.',
    de: 'Was ein Kunde hier aufbewahrt, kann kein anderer erreichen, auch nicht durch Raten einer Adresse; die Datenbank bewacht es ein zweites Mal.',
  },
  sources: ['platform/postgres/database.ts', 'platform/postgres/safety.ts'],
});
shows('P-1.2', 'tenants-apart', {
  file: 'platform/postgres/catalogue-gates.db.test.ts',
  test: 'the schema that the migrations make is sound',
});

showsInUse({
  clauses: ['P-1.3a', 'P-1.3b'],
  label: {
    en: 'versions published, each with its post',
    de: 'veröffentlichte Fassungen, jede mit ihrem Beitrag',
  },
  count: async (db) => {
    const { n } = await db
      .global<PolicyTables>()
      .selectFrom('policy_version')
      .innerJoin('blog_post', 'blog_post.slug', 'policy_version.blog_slug')
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirstOrThrow();
    return n;
  },
});
