import { mutationsOf, type Mutation } from './mutation.ts';

const VERSIONS = 'modules/policy/versions';
const ACTIVATION = 'modules/accounts/activation.ts';
const MAIL = 'modules/accounts/policy-mail.ts';

/** Faults in who approves, who is told, what is drafted, who accepted, and for what is read. */
export const acceptanceMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${VERSIONS}/rules.test.ts`],
    [
      [
        'one of two people publishes alone',
        `${VERSIONS}/rules.ts`,
        'if (others > 0) return',
        'if (others > 9) return',
      ],
    ],
  ),
  ...mutationsOf(
    ['domain/policy/merge-shipped.test.ts'],
    [
      [
        'a new release overwrites the lawyer’s words',
        'domain/policy/merge-shipped.ts',
        'const keep = own !== undefined && !isShipped(',
        'const keep = own === undefined && !isShipped(',
      ],
      [
        'a new release renames the operator',
        'domain/policy/merge-shipped.ts',
        '(ENTERED.includes(name) || ',
        '(',
      ],
      [
        'a sentence once said by the operator counts as shipped',
        'domain/policy/merge-shipped.ts',
        'first = version;',
        'first = newest;',
      ],
    ],
  ),
  ...mutationsOf(
    [`${VERSIONS}/versions.db.test.ts`],
    [
      [
        'nobody counts the colleagues',
        'modules/policy/staff.ts',
        '(member) => member.actor !== actor',
        '(member) => member.actor > actor && member.actor < actor',
      ],
      [
        'nobody is written to when the policy changes',
        MAIL,
        "event.payload.kind === 'material'",
        "event.payload.slug === 'material'",
      ],
      ['a change of words is mailed', MAIL, "event.payload.kind === 'material'", "event.payload.kind !== ''"],
      [
        'owners of factories are not written to',
        MAIL,
        'if (tenant.id !== tenantId)',
        'if (tenant.id === tenantId)',
      ],
      ['somebody with two hats gets two mails', MAIL, 'to: email.toLowerCase()', 'to: email'],
      [
        'the annex forgets the processors',
        `${VERSIONS}/annexes.ts`,
        'processors: await processorLines(from),',
        'processors: (await processorLines(from)).slice(99),',
      ],
      [
        'no draft when the program changes',
        `${VERSIONS}/draft-what-changed.ts`,
        'if (isEmpty(difference)) return null;',
        'if (difference) return null;',
      ],
      [
        'nobody is told of the draft',
        `${VERSIONS}/draft-what-changed.ts`,
        "await publish(tx, caller, 'policy-draft.made'",
        "await publish(tx, caller, 'policy-draft.begun'",
      ],
      [
        'another program’s self-check counts',
        'modules/policy/proofs/proofs.ts',
        ".where('program', '=', programHere())",
        ".where('program', '<>', '')",
      ],
      [
        'the difference hides what stayed',
        'modules/policy/pages/difference-view.ts',
        'same.length > 0 &&',
        'same.length < 0 &&',
      ],
      [
        'the record leaves a kind of data out',
        'modules/policy/pages/record-view.ts',
        '${rows.map(',
        '${rows.slice(1).map(',
      ],
    ],
  ),
  ...mutationsOf(
    ['modules/policy/consent/consent.db.test.ts'],
    [
      [
        'an account is open without acceptance',
        'modules/policy/consent/to-accept.ts',
        'if (!ever) return false;',
        'if (!ever) return true;',
      ],
      [
        'a later version closes the account',
        ACTIVATION,
        'isActivated(tx, caller.now))))',
        'listToAccept(tx, caller.now).then(({ length }) => length === 0))))',
      ],
      [
        'one of two policies is enough to join',
        ACTIVATION,
        'const open = asked.find(',
        'const open = asked.slice(0, 1).find(',
      ],
      [
        'joining accepts nothing',
        'modules/accounts/invitations.ts',
        'await activate(tx, { ...joined, loginId }, found.toAccept);',
        'await activate(tx, { ...joined, loginId }, []);',
      ],
      [
        'the picture stays when its consent goes',
        'modules/accounts/pictures.ts',
        "if (payload.purpose !== 'account') return;",
        "if (payload.purpose === 'account') return;",
      ],
      [
        'a late withdrawal takes a newer picture',
        'modules/accounts/pictures.ts',
        ".where('changed_at', '<=', at)",
        ".where('changed_at', '>', '1970-01-01')",
      ],
    ],
  ),
  ...mutationsOf(
    ['modules/orders/orders.db.test.ts'],
    [
      [
        'an order with the operator waits for nothing',
        'modules/orders/accept-order.ts',
        'if (!accepted.ok) return accepted;',
        'if (!accepted.ok) await Promise.resolve();',
      ],
      [
        'anybody accepts for a customer',
        ACTIVATION,
        'if (!row.is_owner) return',
        'if (row.name === row.id) return',
      ],
    ],
  ),
  ...mutationsOf(
    ['modules/accounts/forms.test.ts'],
    [
      [
        'more is asked for than an account needs',
        'modules/accounts/forms.ts',
        "{ name: 'legalName', category: 'company', optional: false },",
        "{ name: 'legalName', category: 'company', optional: false },\n    { name: 'turnover', category: 'company', optional: false },",
      ],
    ],
  ),
  ...mutationsOf(
    ['apps/server/privacy-gates.db.test.ts'],
    [
      [
        'a module reads for a purpose of its own',
        'apps/server/purpose-gates.ts',
        'if (!purposes.some((purpose) => registerAllows(purpose, category)))',
        'if (purposes.length < 0)',
      ],
      [
        'an export needs no purpose',
        'apps/server/purpose-gates.ts',
        "if (route.kind === 'file' && !stated)",
        "if (route.kind === 'file' && stated)",
      ],
      [
        'billing reads for support',
        'domain/policy/readers.ts',
        "billing: ['billing', 'legal'],",
        "billing: ['support'],",
      ],
    ],
  ),
  ...mutationsOf(
    ['tidy.test.ts'],
    [
      [
        'a mail to an address that was read for nothing',
        'modules/support/answer-automatically.ts',
        "recipient: await addressFor(tx, 'support.received', () => to),",
        'recipient: to,',
      ],
    ],
  ),
];
