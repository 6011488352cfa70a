import { mutationsOf, type Mutation } from './mutation.ts';

const EGRESS = 'platform/egress';
const RECIPIENTS = 'modules/policy/recipients';
const RULES = 'modules/policy/processors/rules.ts';

/** Faults in what is masked, sealed and written down, and in who may get what. */
export const trustMutations: readonly Mutation[] = [
  ...mutationsOf(
    ['domain/kernel/masking.test.ts'],
    [
      [
        'card numbers with dashes pass',
        'domain/kernel/masking.ts',
        String.raw`[\p{Zs}\p{Pd}\u2212`,
        String.raw`[\p{Zs}`,
      ],
      [
        'digits of other scripts are not read',
        'domain/kernel/masking.ts',
        'return String(code - zero);',
        'return digit;',
      ],
      [
        'one more digit of the card stays',
        'domain/kernel/masking.ts',
        'digits.slice(-4)',
        'digits.slice(-5)',
      ],
      [
        'every second digit is summed as it is',
        'domain/kernel/masking-numbers.ts',
        'i % 2 === 0 ? digit : digit * 2',
        'digit',
      ],
      ['cards of one issuer are unknown', 'domain/kernel/masking-numbers.ts', '[34, 34, [15]], ', ' '],
      [
        'an account number is taken for a card',
        'domain/kernel/masking-numbers.ts',
        'return rest === 1;',
        'return rest === 2;',
      ],
    ],
  ),
  ...mutationsOf(
    ['domain/kernel/masking-values.test.ts'],
    [
      [
        'card numbers in names of members pass',
        'domain/kernel/masking-values.ts',
        "return [text(name, '', path), ",
        'return [name, ',
      ],
    ],
  ),
  ...mutationsOf(
    ['platform/log/log.test.ts'],
    [['card numbers reach the log', 'platform/log/log.ts', 'hooks: { streamWrite: withoutCards },', '']],
  ),
  ...mutationsOf(
    ['platform/secrets/vault.test.ts'],
    [
      [
        'a sealed value opens in any row',
        'platform/secrets/vault.ts',
        'JSON.stringify([VERSION, keyId, tenantId, table, column, row])',
        'JSON.stringify([VERSION, keyId])',
      ],
      [
        'a key ring that others can read is taken',
        'platform/secrets/key-ring.ts',
        '(statSync(file).mode & 0o077) !== 0',
        'false',
      ],
    ],
  ),
  ...mutationsOf(
    ['platform/secrets/reseal.db.test.ts'],
    [
      [
        'what an earlier release kept open stays open',
        'platform/secrets/reseal.ts',
        'for (const some of [sealPlain, resealSome])',
        'for (const some of [resealSome])',
      ],
      [
        'a key that came while the server runs is not read',
        'platform/secrets/vault.ts',
        'if (known || !again) return known;',
        'return known;',
      ],
    ],
  ),
  ...mutationsOf(
    ['platform/audit/chain.test.ts'],
    [
      [
        'the reason is not covered by the chain',
        'platform/audit/chain.ts',
        'actorName, action, subject, reason, facts]',
        'actorName, action, subject, facts]',
      ],
      [
        'an end may be cut off',
        'platform/audit/chain.ts',
        'head.seq !== seq || head.hash !== before || ',
        'head.seq < seq || ',
      ],
    ],
  ),
  ...mutationsOf(
    [`${EGRESS}/egress.test.ts`],
    [
      [
        'addresses in a tunnel are public',
        `${EGRESS}/address.ts`,
        "['2002::', 16, 'never'], ",
        "['2002::', 16, 'public'], ",
      ],
      [
        'one good address lets all through',
        `${EGRESS}/guards.ts`,
        'if (!verdict.allow) return verdict;',
        'if (verdict.allow) return verdict;',
      ],
      ['a name is looked up before anybody is asked', `${EGRESS}/egress.ts`, '    await judge(null);\n', ''],
      [
        'data may go to nobody',
        `${EGRESS}/egress.ts`,
        "recipient.kind === 'nobody' && categories.length > 0",
        'false',
      ],
      [
        'what a recipient may not have is sent all the same',
        `${EGRESS}/strip.ts`,
        'category === null || !without.includes(category)',
        'true',
      ],
      [
        'a kind that one field needs is left out because another could do without',
        `${EGRESS}/strip.ts`,
        '.filter((kind) => !needed.has(kind))',
        '',
      ],
    ],
  ),
  ...mutationsOf(
    [`${EGRESS}/lock.test.ts`],
    [
      ['threads are not locked', `${EGRESS}/lock.ts`, '  lockThreads();\n', ''],
      ['programs are not locked', `${EGRESS}/lock.ts`, '  lockPrograms(refuse);\n', ''],
      [
        'listening asks for any name',
        `${EGRESS}/lock.ts`,
        'passing > 0 || ownNames.has(name) || net.isIP(name) > 0',
        'true',
      ],
      ['datagrams are not locked', `${EGRESS}/lock.ts`, '  lockDatagrams(refuse);\n', ''],
    ],
  ),
  ...mutationsOf(
    ['modules/policy/processors/rules.test.ts'],
    [
      ['a contract works one day longer', RULES, '(one.validTo ?? today) >= today', 'true'],
      ['one person alone is enough', RULES, 'person.actor !== contract.handedInBy', 'person.actor !== ""'],
      ['one person alone is enough where there are two', RULES, 'person.others > 0 || ', ''],
      ['the wait for one person is shorter', RULES, 'hours * 3_600_000', 'hours * 3_000_000'],
      ['warnings come on the last day only', RULES, 'daysLeft <= days', 'daysLeft <= 0'],
    ],
  ),
  ...mutationsOf(
    [`${RECIPIENTS}/rules.test.ts`],
    [
      [
        'a name inside may be registered',
        `${RECIPIENTS}/rules.ts`,
        "INSIDE_NAME.test(read.name) ? no('place_inside_by_name') : ",
        '',
      ],
      ['addresses beside may be registered', `${RECIPIENTS}/rules.ts`, " || kind === 'link_local'", ''],
      [
        'a disclosure about one business carries data of another',
        `${RECIPIENTS}/rules.ts`,
        'disclosure.aboutTenant !== request.tenantId',
        'false',
      ],
      [
        'a disclosure goes out before anybody approved it',
        `${RECIPIENTS}/rules.ts`,
        'if (!ready.ok) return no(',
        'if (false) return no(',
      ],
      ['a disclosure goes anywhere', `${RECIPIENTS}/rules.ts`, 'request.host !== disclosure.host || ', ''],
    ],
  ),
  ...mutationsOf(
    ['modules/policy/processors/processors.db.test.ts'],
    [
      [
        'an address inside is reached before the operator agreed',
        `${RECIPIENTS}/store.ts`,
        "!row.inside || decided === true ? 'active'",
        "decided !== false ? 'active'",
      ],
      [
        'what a contract does not cover goes along where the call could do without',
        'modules/policy/processors/guard.ts',
        'without: notCovered(contract, request.strippable ?? [])',
        'without: []',
      ],
      [
        'a processor is moved by one person',
        'modules/policy/processors/change-processor.ts',
        'const anew = moved || ',
        'const anew = ',
      ],
      [
        'a contract that ends is told by no mail',
        'modules/policy/processors/check-processors.ts',
        "    await publish(tx, caller, 'processor-contract.ending', contract.id, told);\n",
        '',
      ],
    ],
  ),
  ...mutationsOf(
    ['platform/object-store/object-store.test.ts'],
    [
      [
        'the body sent to a store is not covered by the signature',
        'platform/object-store/object-store.ts',
        'bodyHash: sha256(body), at: now()',
        "bodyHash: sha256(''), at: now()",
      ],
      [
        'a large backup file is cut after its first part',
        'platform/object-store/object-store.ts',
        '      yield buffer.subarray(0, filled);\n',
        '      yield buffer.subarray(0, filled);\n      return;\n',
      ],
      [
        'a store that says no is taken for one that says yes',
        'platform/object-store/object-store.ts',
        'if (answer.status >= 300)',
        'if (answer.status >= 600)',
      ],
    ],
  ),
];
