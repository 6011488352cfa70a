import { mutationsOf, type Mutation } from './mutation.ts';

const ACCOUNTS = 'modules/accounts';

/** Faults in who may sign in, who may look, and what is kept of people and firms. */
export const accountsMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${ACCOUNTS}/totp.test.ts`],
    [
      [
        'a code of the authenticator app works twice',
        `${ACCOUNTS}/totp.ts`,
        '(lastStep === null || step > lastStep)',
        '(lastStep === null || step >= 0)',
      ],
      ['a code lives for minutes', `${ACCOUNTS}/totp.ts`, 'const DRIFT_STEPS = 1;', 'const DRIFT_STEPS = 9;'],
    ],
  ),
  ...mutationsOf(
    [`${ACCOUNTS}/password-choice.test.ts`],
    [
      [
        'short passwords are taken',
        `${ACCOUNTS}/password-choice.ts`,
        'PASSWORD_LENGTH_MIN = 8',
        'PASSWORD_LENGTH_MIN = 4',
      ],
      [
        'the name of the firm is a good password',
        `${ACCOUNTS}/password-choice.ts`,
        "isCommonPassword(password, [...context, 'Tenon'])",
        'isCommonPassword(password)',
      ],
    ],
  ),
  ...mutationsOf(
    ['platform/pictures/remake-picture.test.ts'],
    [
      [
        'a picture of any size is unpacked',
        'platform/pictures/remake-picture.ts',
        'head.width * head.height > PICTURE_MEGAPIXELS_MAX * 1e6',
        'head.width * head.height < 0',
      ],
      [
        'a picture is kept as it was sent',
        'platform/pictures/picture-thread.ts',
        'return new Uint8Array(await encodeWebp(small, { quality: 82 }));',
        'return small ? work.bytes : null;',
      ],
    ],
  ),
  ...mutationsOf(
    [`${ACCOUNTS}/vies.test.ts`],
    [
      [
        'no answer about a VAT number means invalid',
        `${ACCOUNTS}/vies.ts`,
        "    : { outcome: 'unchecked', why };",
        "    : { outcome: 'invalid', name: '', address: '', door: 'rest' };",
      ],
    ],
  ),
  ...mutationsOf(
    ['domain/money/iban.test.ts'],
    [['any IBAN is an IBAN', 'domain/money/iban.ts', 'remainder97(iban) !== 1', 'remainder97(iban) < 0']],
  ),
  ...mutationsOf(
    [`${ACCOUNTS}/people.db.test.ts`],
    [
      [
        'the full account number without a reason',
        `${ACCOUNTS}/company.ts`,
        "if (reason.trim() === '') return refuse",
        "if (reason === 'never') return refuse",
      ],
      [
        'a source is asked without consent',
        `${ACCOUNTS}/vat-checks.ts`,
        'if (!asked.consent.ok) return asked.consent;',
        '',
      ],
      [
        'the last owner can be let go',
        `${ACCOUNTS}/people.ts`,
        "if (!stays && owners.length === 1 && owners[0]!.login_id === loginId) return refuse({ code: 'last_owner' });",
        '',
      ],
    ],
  ),
  ...mutationsOf(
    [`${ACCOUNTS}/accounts.db.test.ts`],
    [
      [
        'a link to a new password lives for days',
        `${ACCOUNTS}/one-time-tokens.ts`,
        'reset: { minutes: 30, tries: 1 }',
        'reset: { minutes: 3000, tries: 1 }',
      ],
      [
        'a step that matters asks for nothing',
        `${ACCOUNTS}/sessions.ts`,
        'addMinutes(caller.session.provenAt, PROOF_MINUTES) > caller.now',
        'caller.session.provenAt <= caller.now',
      ],
      [
        'sessions go on after the password was changed',
        `${ACCOUNTS}/passwords.ts`,
        '  await endSessions(context.db, login.id, { except });\n',
        '',
      ],
    ],
  ),
  ...mutationsOf(
    [`${ACCOUNTS}/keys-and-looks.db.test.ts`],
    [
      [
        'support may change what it sees',
        `${ACCOUNTS}/looks.ts`,
        "route.method !== 'GET' ||",
        "route.method === 'PUT' ||",
      ],
      [
        'a grant that was ended still lets somebody in',
        `${ACCOUNTS}/open-grant.ts`,
        ".where('ended_at', 'is', null)",
        '',
      ],
      [
        'an API key may all that its maker may',
        'platform/http/contract.ts',
        'if (caller.key && may',
        'if (!caller && may',
      ],
      [
        'a revoked API key goes on',
        `${ACCOUNTS}/api-keys.ts`,
        "      .where('api_key.revoked_at', 'is', null)\n      .where('membership.tenant_id'",
        "      .where('membership.tenant_id'",
      ],
      [
        'somebody gives a key more than they have',
        `${ACCOUNTS}/api-keys.ts`,
        'const beyond = given.permissions.find((one) => !own.has(one));',
        'const beyond = given.permissions.find((one) => own.size < 0 && one);',
      ],
      [
        'the text of a new key is kept with its answer',
        'platform/http/server.ts',
        'const once = route.secret &&',
        'const once = !route &&',
      ],
      [
        'nobody learns who looked',
        'platform/http/server.ts',
        'await options.looked!(tx, caller, route, { purpose: shows.purpose, whom });',
        'void whom;',
      ],
    ],
  ),
  ...mutationsOf(
    [`${ACCOUNTS}/people.db.test.ts`],
    [
      [
        'the bank account changes and nobody hears of it',
        `${ACCOUNTS}/change-bank.ts`,
        'for (const { email, locale } of await listPeopleAs(tx, role)) {',
        'for (const { email, locale } of (await listPeopleAs(tx, role)).slice(0, 0)) {',
      ],
    ],
  ),
];
