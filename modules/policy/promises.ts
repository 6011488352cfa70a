import { checkParameters } from '#domain/policy/check-parameters.ts';
import { inForceFrom } from '#domain/policy/in-force.ts';
import { keeps, shows } from '#domain/policy/keep.ts';
import { dayIn, daysBetween } from '#domain/kernel/days.ts';
import '#domain/policy/notice.ts';
import { sql } from 'kysely';
import { showsInUse } from './proofs/in-use.ts';
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
