import { mutationsOf, type Mutation } from './mutation.ts';

const HERE = 'modules/policy/disclosures';
const PROCESSORS = 'modules/policy/processors';

/** Faults in what is handed over by law, and in who needs a contract. */
export const disclosureMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${HERE}/rules.test.ts`],
    [
      [
        'more is disclosed than was asked for',
        `${HERE}/rules.ts`,
        'const more = categories.filter((one) => !askedCategories.includes(one));',
        'const more: string[] = [];',
      ],
      [
        'secrets of signing in are disclosed',
        `${HERE}/rules.ts`,
        'categories.filter((one) => NEVER.includes(one))',
        'categories.filter(() => false)',
      ],
      [
        'a package is made before the business is told',
        `${HERE}/rules.ts`,
        "  if (of.tell === 'tell' && of.toldOn === null) return refuse({ code: 'disclosure_not_told' });\n",
        '',
      ],
      [
        'a package is made after the last day',
        `${HERE}/rules.ts`,
        "if (of.validTo === null || of.validTo < today) return refuse({ code: 'disclosure_lapsed' });",
        '',
      ],
      [
        'a package is made of a refused request',
        `${HERE}/rules.ts`,
        "  if (of.decision === 'refuse') return refuse({ code: 'disclosure_was_refused' });\n  if (of.validTo",
        '  if (of.validTo',
      ],
      [
        'the business is told while the law forbids it',
        `${HERE}/rules.ts`,
        'of.withheldUntil >= today)',
        'of.withheldUntil > today)',
      ],
      [
        'a package holds every kind of data in its rows',
        `${HERE}/package.ts`,
        "kind === 'not-personal' || categories.includes(kind)",
        'kind !== undefined',
      ],
      ['a package holds tables of no tenant', `${HERE}/package.ts`, "'tenant_id' in columns &&", ''],
      [
        'a refusal that nobody approved is counted',
        `${HERE}/yearly-counts.ts`,
        ' && one.approvedAt !== null',
        '',
      ],
    ],
  ),
  ...mutationsOf(
    [`${PROCESSORS}/processors.db.test.ts`],
    [
      [
        'who entered a disclosure approves it',
        `${HERE}/enter-disclosure.ts`,
        'handedInBy: found.enteredBy',
        "handedInBy: ''",
      ],
      [
        'what was handed over is not known by its fingerprint',
        `${HERE}/enter-disclosure.ts`,
        '    sha256: found.packedSha256,\n',
        '',
      ],
      [
        'the log of disclosures can be changed',
        'modules/policy/migrations/0008_disclosure_log.sql',
        'revoke update on disclosure from tenon_app;',
        '',
      ],
      [
        'the business is told and nobody writes to it',
        'modules/accounts/disclosure-mail.ts',
        "on: ['disclosure.told'],",
        "on: ['disclosure.telling'],",
      ],
    ],
  ),
  ...mutationsOf(
    [`${PROCESSORS}/rules.test.ts`],
    [
      [
        'a provider gets data because the configuration names it',
        `${PROCESSORS}/rules.ts`,
        "one.confirmedAt !== null && (!one.declared || bound !== 'contract')",
        'one.confirmedAt !== null',
      ],
      [
        'every provider passes for a machine of our own',
        `${PROCESSORS}/bound.ts`,
        "? 'own-machine' : 'contract'",
        "? 'own-machine' : 'own-machine'",
      ],
    ],
  ),
];
