import { sql } from 'kysely';
import { keeps, shows } from '#domain/policy/keep.ts';
import { daysBetween } from '#domain/kernel/days.ts';
import { showsInUse } from '../proofs/in-use.ts';
import { accessLimits } from './rules.ts';
import type { UsageTables } from './store.ts';

const HERE = 'modules/policy/usage/promises.ts';
const RULES = 'modules/policy/usage/rules.test.ts';
const VERSIONS = 'modules/policy/versions/versions.db.test.ts';

shows('P-2.2a', 'access-log-ends', {
  file: VERSIONS,
  test: 'the log of visits > holds no more than it says, and ends line by line and address by address',
});
shows('P-2.2a', 'access-log-ends', {
  file: RULES,
  test: 'two neighbours of one network cannot be told apart',
});
shows('P-2.2a', 'access-log-ends', {
  file: RULES,
  test: 'lines go after thirty days, addresses are cut after seven',
});
shows('P-2.2a', 'access-log-ends', {
  file: HERE,
  self: (values) => {
    const today = '2026-03-31';
    const limits = accessLimits(values, `${today}T12:00:00.000Z`);
    const kept = daysBetween(limits.delete.slice(0, today.length), today);
    return kept <= values['log.accessDays'] ? null : `visits are kept for ${kept} days`;
  },
});

const INTEREST = ['P-2.2b', 'P-data.basis.2', 'P-data.basis.0'] as const;
keeps(INTEREST, 'objection', {
  keptBy: {
    en: 'Whoever does not want to be in the log of visits objects in their account; it ends with the next request, and what stood there is deleted.',
    de: 'Wer nicht im Besuchsprotokoll stehen will, widerspricht im Konto; ab der nächsten Anfrage endet es, und was dort stand, wird gelöscht.',
  },
  sources: ['modules/policy/usage/objection.ts', 'modules/policy/usage/access-log.ts'],
});
shows(INTEREST, 'objection', {
  file: VERSIONS,
  test: 'the log of visits > leaves out whoever objected, from the next request on, and takes them up again when they say so',
});

showsInUse({
  clauses: ['P-2.2a'],
  label: {
    en: 'visits in the log now',
    de: 'Besuche, die jetzt im Protokoll stehen',
  },
  count: async (db) => {
    const { n } = await db
      .global<UsageTables>()
      .selectFrom('access_log')
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirstOrThrow();
    return n;
  },
});
