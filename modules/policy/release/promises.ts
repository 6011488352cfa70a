import { sql } from 'kysely';
import { keeps, shows } from '#domain/policy/keep.ts';
import { METRICS } from '#domain/policy/release/metrics.ts';
import { showsInUse } from '../proofs/in-use.ts';
import type { ProcessorTables } from '../processors/store.ts';
import { bodyOf, RELEASE_PURPOSE } from './send-release.ts';

const HERE = 'modules/policy/release/promises.ts';
const RUN = 'modules/site/numbers.db.test.ts';
const FOLDER = 'modules/policy/release';

keeps(['P-data.analytics.a', 'P-data.analytics.b', 'P-data.analytics.c'], 'finished-numbers-only', {
  keptBy: {
    en: 'No script of anybody else runs on our pages. We count ourselves; once a period, only the finished numbers of a published list leave, by the one door out, for a provider with a contract in force.',
    de: 'Auf unseren Seiten läuft kein Skript von anderen. Wir zählen selbst; einmal je Zeitraum verlassen nur die fertigen Zahlen einer veröffentlichten Liste das Haus, durch die eine Tür, an einen Dienstleister mit gültigem Vertrag.',
  },
  sources: [
    `${FOLDER}/send-release.ts`,
    `${FOLDER}/gather-marks.ts`,
    `${FOLDER}/store.ts`,
    'modules/policy/usage/access-log.ts',
    'platform/pages/serve.ts',
  ],
});
for (const clause of ['P-data.analytics.a', 'P-data.analytics.b', 'P-data.analytics.c'] as const) {
  shows(clause, 'finished-numbers-only', {
    file: RUN,
    test: 'numbers without names > what leaves is the released numbers and nothing of any firm, byte by byte',
  });
  shows(clause, 'finished-numbers-only', {
    file: HERE,
    self: () => {
      const body = bodyOf({
        ...{ period: '2026-Q1', number: 1, year: 2026, epsilon: '0.5', floor: 20, drawnAt: '', sent: null },
        numbers: METRICS.map(({ name }) => ({ metric: name, businesses: 'below' as const })),
      });
      const { period, epsilon, numbers, ...more } = JSON.parse(body) as Record<string, unknown>;
      if (Object.keys(more).length > 0) return `a release also says ${Object.keys(more).join(', ')}`;
      return period === '2026-Q1' &&
        epsilon === '0.5' &&
        !/\d/.test(JSON.stringify(numbers).replaceAll('<20', ''))
        ? null
        : 'a number below the floor leaves';
    },
  });
}
shows('P-data.analytics.a', 'finished-numbers-only', {
  file: 'modules/site/first-visit.web.test.ts',
  test: 'a first visit keeps nothing on the device before a choice, asks with two buttons alike, and fetches nothing from elsewhere',
});

const ONCE = ['P-data.analytics.b', 'P-data.analytics.c'] as const;
keeps(ONCE, 'drawn-once', {
  keptBy: {
    en: 'Each period is drawn once and stored; the marks it was counted from are deleted with it, and the database lets nobody change or repeat a draw.',
    de: 'Jeder Zeitraum wird einmal gezogen und gespeichert; die Merker, aus denen gezählt wurde, werden dabei gelöscht, und die Datenbank lässt niemanden eine Ziehung ändern oder wiederholen.',
  },
  sources: [
    `${FOLDER}/draw-release.ts`,
    `${FOLDER}/care-for-releases.ts`,
    'modules/policy/migrations/0010_release.sql',
  ],
});
shows(ONCE, 'drawn-once', {
  file: RUN,
  test: 'numbers without names > a period is drawn once, its marks go with it, and nobody can change what was drawn',
});

showsInUse({
  clauses: ['P-data.analytics.a', 'P-data.analytics.b', 'P-data.analytics.c'],
  label: {
    en: 'calls with finished numbers in the record of the door out',
    de: 'Aufrufe mit fertigen Zahlen im Protokoll der Tür',
  },
  count: async (db) => {
    const { n } = await db
      .global<ProcessorTables>()
      .selectFrom('egress_log')
      .select(sql<number>`count(*)::int`.as('n'))
      .where('purpose', '=', RELEASE_PURPOSE)
      .where('decision', '=', 'connected')
      .executeTakeFirstOrThrow();
    return n;
  },
});
