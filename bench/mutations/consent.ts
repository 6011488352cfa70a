import { mutationsOf, type Mutation } from './mutation.ts';

const CONSENT = 'modules/policy/consent';

/** Faults in what people are asked, what is kept of their answer, and what their data may be used for. */
export const consentMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${CONSENT}/rules.test.ts`],
    [
      [
        'consent to an older form is taken',
        `${CONSENT}/rules.ts`,
        'sent.version !== form.version',
        'sent.version > form.version',
      ],
      [
        'consent under an older policy is taken',
        `${CONSENT}/rules.ts`,
        'sent.policyVersion !== policyInForce',
        'sent.policyVersion > policyInForce',
      ],
      [
        'staff need not say who agreed',
        `${CONSENT}/rules.ts`,
        'sent.givenBy !== undefined && sent.givenOn',
        'sent.givenOn',
      ],
      ['a call of tomorrow counts', `${CONSENT}/rules.ts`, 'sent.givenOn <= today', 'sent.givenOn >= today'],
      [
        'a factory is asked about its own customers',
        `${CONSENT}/rules.ts`,
        "form.about === 'person' ||",
        'form.id !== undefined ||',
      ],
      [
        'a withdrawal of the same moment is overheard',
        `${CONSENT}/rules.ts`,
        'last(given, purpose) > last(withdrawn, purpose)',
        'last(given, purpose) >= last(withdrawn, purpose)',
      ],
    ],
  ),
  ...mutationsOf(
    ['domain/policy/register.test.ts'],
    [
      [
        'any category serves any purpose',
        'domain/policy/register.ts',
        'entry.purposes.some((one) => one === purpose)',
        'entry.purposes.length >= 0',
      ],
      [
        'a withdrawal ends invoices',
        'domain/policy/register.ts',
        'REGISTER[category].heldByLaw);',
        '!REGISTER[category].heldByLaw);',
      ],
      [
        'bank details are read for support',
        'domain/policy/register.ts',
        "purposes: ['billing', 'legal'],\n    stated: 'consent',\n    fallback: 'contract',\n    kept: [kept('last-use'",
        "purposes: ['billing', 'support'],\n    stated: 'consent',\n    fallback: 'contract',\n    kept: [kept('last-use'",
      ],
      [
        'an interest needs no weighing',
        'domain/policy/purposes.ts',
        'if (!onInterest) return true;',
        'if (onInterest) return true;',
      ],
      [
        'the record prints another time of keeping',
        'domain/policy/record.ts',
        'Number(values[kept.parameter])',
        'Number(values[kept.parameter]) + 1',
      ],
      [
        'an unknown way in belongs to the website',
        'domain/policy/channels.ts',
        '/`))?.[1] ?? null',
        "/`))?.[1] ?? 'website'",
      ],
    ],
  ),
  ...mutationsOf(
    [`${CONSENT}/consent.db.test.ts`],
    [
      [
        'no consent is stored with the data',
        'platform/http/server.ts',
        'if (consent) await options.consent!.record(tx, caller, consent);',
        'if (consent) await Promise.resolve();',
      ],
      [
        'a route that collects is served unasked',
        'platform/http/server.ts',
        'if (!route.collects) return ok(null);',
        'if (route) return ok(null);',
      ],
      [
        'a source is asked although consent was taken back',
        `${CONSENT}/source-consent.ts`,
        'newest?.given ? ok(null)',
        'newest ? ok(null)',
      ],
      [
        'any version counts as accepted',
        `${CONSENT}/accept-policy.ts`,
        'if (version?.number !== given.version)',
        'if (version === undefined)',
      ],
      [
        'an acceptance of long ago goes on for ever',
        `${CONSENT}/accept-policy.ts`,
        "where('version', '>=', await lastMaterial(tx, asked.document, asked.now))",
        "where('version', '>=', 1)",
      ],
      [
        'a misuse of data is refused and nobody is told',
        'modules/policy/purpose-access.ts',
        '  tell(refusal);\n  return refuse(refusal);',
        '  return refuse(refusal);',
      ],
    ],
  ),
];
