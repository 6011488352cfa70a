import { mutationsOf, type Mutation } from './mutation.ts';

const POLICY = 'domain/policy';
const VERSIONS = 'modules/policy/versions';
const SQL = 'modules/policy/migrations/0001_policy.sql';

/** Faults in what is published and how it is shown to be kept. */
export const policyMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${POLICY}/clauses.test.ts`],
    [
      [
        'a text may write out a number',
        `${POLICY}/text.ts`,
        'if (literal) return',
        'if (literal && bare === text) return',
      ],
      [
        'a text may spell a number',
        `${POLICY}/text.ts`,
        '/\\p{N}+/u.exec(bare) ?? SPELLED.exec(bare)',
        '/\\p{N}+/u.exec(bare)',
      ],
      ['a text may lose a value', `${POLICY}/text.ts`, '!found.includes(hole)', 'found.length < 0'],
      [
        'a text may print any value',
        `${POLICY}/text.ts`,
        '!wanted.includes(hole) && ',
        'wanted.length < 0 && ',
      ],
      ['a clause is left out', `${POLICY}/ids.ts`, "'P-1.3b', ", ''],
    ],
  ),
  ...mutationsOf(
    [`${POLICY}/version.test.ts`],
    [
      [
        'another notice without a version',
        `${POLICY}/parameters.ts`,
        "'cancel.noticeDays': count('cancellation', 'days', 30,",
        "'cancel.noticeDays': count('cancellation', 'days', 60,",
      ],
      [
        'no notice of changes',
        `${POLICY}/parameters.ts`,
        "'policy.noticeDaysMaterial': count('both', 'days', 30,",
        "'policy.noticeDaysMaterial': count('both', 'days', 0,",
      ],
      [
        'a weakened sentence',
        `${POLICY}/privacy-clauses.ts`,
        'we sell no business data to others, and',
        'we seldom sell business data to others, and',
      ],
      [
        'every change is editorial',
        `${POLICY}/difference.ts`,
        "holesMoved ? 'material'",
        "holesMoved ? 'editorial'",
      ],
      [
        'another processor is editorial',
        `${POLICY}/difference.ts`,
        'difference.parameters.length || difference.annexes.length',
        'difference.parameters.length',
      ],
      [
        'words bring substance into force early',
        `${POLICY}/in-force.ts`,
        'previousInForceFrom > own ?',
        "previousInForceFrom < '' ?",
      ],
      [
        'a change counts at once',
        `${POLICY}/in-force.ts`,
        "kind === 'editorial' || previousInForceFrom === null",
        "kind !== 'editorial' || previousInForceFrom === null",
      ],
      [
        'a version counts a moment late',
        `${POLICY}/in-force.ts`,
        'version.inForceFrom <= at',
        'version.inForceFrom < at',
      ],
      [
        'an operator without a name',
        `${POLICY}/check-parameters.ts`,
        "name.trim() === ''",
        "name.trim() === ' '",
      ],
      [
        'annexes are not in the fingerprint',
        `${POLICY}/version.ts`,
        'parameters: ownValues(content), annexes })',
        'parameters: ownValues(content) })',
      ],
    ],
  ),
  ...mutationsOf(
    [`${POLICY}/examples.test.ts`],
    [
      [
        'the exact day is short notice',
        `${POLICY}/notice.ts`,
        ">= p['cancel.noticeDays']",
        "> p['cancel.noticeDays']",
      ],
      [
        'the day of receipt counts',
        `${POLICY}/notice.ts`,
        "addDays(received, p['cancel.noticeDays'])",
        "addDays(received, p['cancel.noticeDays'] - 1)",
      ],
      [
        'access ends a day early',
        `${POLICY}/notice.ts`,
        'addDays(effectiveOn, 1)',
        'addDays(effectiveOn, 0)',
      ],
      [
        'refunds are rounded down',
        'domain/money/prorate.ts',
        'const refund = roundHalfAway(left);',
        'const refund = left.n / left.d;',
      ],
      [
        'earlier credits are paid out again',
        'domain/money/prorate.ts',
        'subtract(perDay, taken)',
        'subtract(perDay, multiply(taken, ZERO))',
      ],
      [
        'the last day of service is given back',
        'domain/money/prorate.ts',
        'daysBetween(line.from, effectiveOn) + 1)',
        'daysBetween(line.from, effectiveOn))',
      ],
    ],
  ),
  ...mutationsOf(
    [`${VERSIONS}/versions.db.test.ts`],
    [
      [
        'a version without its post',
        `${VERSIONS}/publish-version.ts`,
        ".insertInto('blog_post')",
        ".insertInto('blog_post_draft' as 'blog_post')",
      ],
      [
        'a post without words',
        `${VERSIONS}/publish-version.ts`,
        '!words.en.trim() || !words.de.trim()',
        'words.en === words.de + words.en + 1',
      ],
      [
        'a shorter notice counts for its own announcement',
        `${VERSIONS}/publish-version.ts`,
        'const notice = Math.max(',
        'const notice = Math.min(',
      ],
      [
        'an outdated draft is published',
        `${VERSIONS}/publish-version.ts`,
        '(previous?.number ?? null) !== basedOn',
        '(previous?.number ?? null) === 0',
      ],
      [
        'nobody hears of a version',
        `${VERSIONS}/drafts.ts`,
        "  await publish(tx, caller, 'policy.published', draft.id, told);\n",
        '',
      ],
      [
        'any tenant’s operator writes the policies',
        `${VERSIONS}/routes.ts`,
        '(await isOperator(tx, tx.tenantId)) ?',
        '(await isOperator(tx, tx.tenantId)) || tx ?',
      ],
      [
        'the program may change a version',
        SQL,
        'grant select, insert on policy_version to tenon_app;',
        'grant select, insert, update, delete on policy_version to tenon_app;',
      ],
      ['a version may lack its post', SQL, 'unique references blog_post (slug)', 'unique'],
      [
        'an old version is gone',
        'modules/policy/pages/pages.ts',
        'String(number) === asked',
        'String(number) === asked && number === current?.number',
      ],
      [
        'another version is shown than counts',
        'modules/policy/pages/pages.ts',
        'asked === undefined ? current',
        'asked === undefined ? versions[0]',
      ],
    ],
  ),
  ...mutationsOf(
    [`${VERSIONS}/rules.test.ts`],
    [
      [
        'an author approves at once',
        `${VERSIONS}/rules.ts`,
        'if (now < from)',
        'if (now < draft.submittedAt)',
      ],
      [
        'an author approves without signing in again',
        `${VERSIONS}/rules.ts`,
        'approver.provenAt === null || approver.provenAt < from',
        'approver.provenAt !== null && approver.provenAt < draft.submittedAt',
      ],
    ],
  ),
  ...mutationsOf(
    ['modules/policy/proofs/promises.test.ts'],
    [
      [
        'what is still to come is called proven',
        `${POLICY}/proof.ts`,
        "if (missingFor(id)) doubts.push('later');",
        '',
      ],
      [
        'a failed self-check is called proven',
        `${POLICY}/proof.ts`,
        'one.finding !== null))',
        'one.finding === undefined))',
      ],
      [
        'old evidence is called proven',
        `${POLICY}/proof.ts`,
        'evidence.clauses[id] !== hashOf(id)',
        'evidence.clauses[id] === undefined',
      ],
      [
        'the list of those to come grows unseen',
        `${POLICY}/proof.ts`,
        'later.length > evidence.later',
        'later.length > CLAUSE_IDS.length',
      ],
      ['a check that throws passes', `${POLICY}/proof.ts`, 'finding: String(error) }', 'finding: null }'],
    ],
  ),
  ...mutationsOf(
    ['platform/pages/pages.test.ts'],
    [
      [
        'text becomes markup',
        'platform/pages/html.ts',
        'return escapeText(String(hole));',
        'return String(hole);',
      ],
      ['public pages may load anything', 'platform/pages/serve.ts', "default-src 'none'", 'default-src *'],
    ],
  ),
];
