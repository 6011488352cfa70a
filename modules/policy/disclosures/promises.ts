import { keeps, shows } from '#domain/policy/keep.ts';
import { decidePackage } from './rules.ts';

const RULES = 'modules/policy/disclosures/rules.test.ts';
const DB = 'modules/policy/processors/processors.db.test.ts';
const CLAUSES = ['P-data.purposes.4', 'P-data.share.2'] as const;

keeps(CLAUSES, 'disclosure-log', {
  keptBy: {
    en: 'What an authority asks for is entered with its ground and scope and decided by two people; only that scope leaves, the business is told before unless the law forbids it, and all of it stands in a log that nobody can change.',
    de: 'Was eine Behörde verlangt, wird mit Grund und Umfang eingetragen und von zwei Personen entschieden; nur dieser Umfang geht hinaus, das Unternehmen erfährt es vorher, wenn das Gesetz es nicht verbietet, und alles steht in einem Protokoll, das niemand ändern kann.',
  },
  sources: [
    'modules/policy/disclosures/rules.ts',
    'modules/policy/disclosures/enter-disclosure.ts',
    'modules/policy/disclosures/package.ts',
    'modules/policy/disclosures/store.ts',
    'modules/policy/recipients/rules.ts',
    'modules/policy/migrations/0008_disclosure_log.sql',
  ],
});
shows(CLAUSES, 'disclosure-log', {
  file: RULES,
  test: 'a package > is made of an approved entry, in time, once the business was told',
});
shows(CLAUSES, 'disclosure-log', {
  file: RULES,
  test: 'what may be entered > gives no more than was asked for',
});
shows(CLAUSES, 'disclosure-log', {
  file: DB,
  test: 'a disclosure goes out once another person approved it, with its scope, to its place, about its business, in time',
});
shows(CLAUSES, 'disclosure-log', {
  file: 'modules/policy/disclosures/promises.ts',
  self: () => {
    const told = { decision: 'give', validTo: '2026-03-31', tell: 'tell', withheldUntil: null } as const;
    const rest = { toldOn: '2026-03-01', handedOverOn: null } as const;
    const at = '2026-03-01T09:00:00.000Z' as const;
    const may = (more: object) =>
      decidePackage({ ...told, ...rest, approvedAt: at, ...more }, '2026-03-02').ok;
    if (!may({})) return 'an approved disclosure cannot be handed over';
    if (may({ approvedAt: null })) return 'a disclosure is handed over before anybody approved it';
    return may({ toldOn: null }) ? 'a disclosure is handed over before the business was told' : null;
  },
});
