import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkParameters } from './check-parameters.ts';
import { differenceBetween, isEmpty, kindOfChange, wordRuns } from './difference.ts';
import { inForceFrom, versionAt } from './in-force.ts';
import { DEFAULTS, PARAMETER_NAMES } from './parameters.ts';
import { latestRelease, releaseFaults, RELEASES } from './releases.ts';
import { sha256 } from './sha256.ts';
import { canonical, checkContent, hashOfContent, shippedContent, type PolicyContent } from './version.ts';

const shipped = shippedContent('cancellation');
const reworded = (id: string, en: string): PolicyContent => ({
  ...shipped,
  wording: { ...shipped.wording, [id]: { en, de: shipped.wording[id]!.de } },
});

describe('hashes', () => {
  test('SHA-256 is that of everybody else, for texts of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
      { numRuns: 60 },
    );
  });

  test('do not depend on the order of members', () => {
    expect(canonical({ b: [1, { d: 2, c: 3 }], a: null })).toBe('{"a":null,"b":[1,{"c":3,"d":2}]}');
  });

  test('change with a word, a value and an annex, not with a value of the other document', () => {
    const hash = hashOfContent(shipped);
    expect(hashOfContent(reworded('C-8b', 'Keep this mail, please.'))).not.toBe(hash);
    expect(hashOfContent({ ...shipped, parameters: { ...DEFAULTS, 'cancel.noticeDays': 31 } })).not.toBe(
      hash,
    );
    expect(
      hashOfContent({ ...shipped, annexes: { ...shipped.annexes, processors: ['a printer'] } }),
    ).not.toBe(hash);
    expect(hashOfContent({ ...shipped, parameters: { ...DEFAULTS, 'cookie.consentMonths': 3 } })).toBe(hash);
  });
});

describe('what may be published', () => {
  test('the shipped documents', () => {
    expect([checkContent(shippedContent('privacy')).ok, checkContent(shipped).ok]).toEqual([true, true]);
  });

  test('not with a clause too few, a clause too many, or an operator without a name', () => {
    const { ['C-8b']: gone, ...fewer } = shipped.wording;
    expect(checkContent({ ...shipped, wording: fewer })).toMatchObject({
      refusal: { code: 'clause_missing', clause: 'C-8b' },
    });
    expect(checkContent({ ...shipped, wording: { ...shipped.wording, 'C-99': gone! } })).toMatchObject({
      refusal: { code: 'clause_unknown' },
    });
    const nameless = { ...DEFAULTS, 'operator.name': ' ' };
    expect(checkContent({ ...shipped, parameters: nameless })).toMatchObject({
      refusal: { code: 'operator_name_missing' },
    });
  });

  test.each([
    ['cancel.noticeDays', -1],
    ['cancel.noticeDays', 30.5],
    ['cancel.noticeDays', '30'],
    ['cancel.remindDaysBefore', [1, 7]],
    ['cancel.reminderTime', '9:00'],
    ['cancel.address', 'nobody'],
    ['operator.zone', null],
    ['operator.zone', 'Europe/Atlantis'],
    ['refund.offset', 'always'],
    ['analytics.epsilonPerRelease', '1.5'],
    ['cancel.clarifyRemindDays', 14],
  ])('not with %s = %s', (parameter, value) => {
    expect(checkParameters({ ...DEFAULTS, [parameter]: value })).toMatchObject({
      refusal: { code: 'parameter_invalid', parameter },
    });
  });

  test('the shipped text is the one that was released, and planted changes are found', () => {
    const now = (document: 'privacy' | 'cancellation'): string => hashOfContent(shippedContent(document));
    expect(releaseFaults(RELEASES, now)).toEqual([]);
    expect(releaseFaults(RELEASES, () => sha256('another text')).join()).toMatch(/add a release/);
    const again = { ...latestRelease('privacy'), release: 2 };
    expect(releaseFaults([...RELEASES, again], now).join()).toMatch(/two releases are announced by the post/);
    expect(releaseFaults(RELEASES.slice(1), now).join()).toMatch(/privacy: the shipped text/);
  });
});

describe('changes', () => {
  test('runs of words add up to the text before and to the text after', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'days', '{cancel.noticeDays}'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (old, now) => {
        const runs = wordRuns(old.join(' '), now.join(' '));
        const side = (kind: string): string =>
          runs
            .filter((run) => run.kind === 'same' || run.kind === kind)
            .map((run) => run.text)
            .join('')
            .trim();
        expect([side('gone'), side('new')]).toEqual([old.join(' '), now.join(' ')]);
      }),
    );
  });

  test('other words for the same promise are editorial; every parameter is material', () => {
    const words = differenceBetween(shipped, reworded('C-8b', 'Keep this mail, please.'));
    expect([words.clauses.map(({ clause }) => clause), kindOfChange(words)]).toEqual([['C-8b'], 'editorial']);
    for (const name of PARAMETER_NAMES) {
      for (const document of ['privacy', 'cancellation'] as const) {
        const before = shippedContent(document);
        const changed = {
          ...before,
          parameters: { ...DEFAULTS, [name]: 'other' },
        } as unknown as PolicyContent;
        const difference = differenceBetween(before, changed);
        expect(isEmpty(difference) || kindOfChange(difference) === 'material').toBe(true);
      }
    }
  });

  test.each(['purposes', 'categories', 'retention', 'processors'] as const)(
    'another line in %s is material',
    (annex) => {
      const after = { ...shipped, annexes: { ...shipped.annexes, [annex]: ['something new'] } };
      expect(kindOfChange(differenceBetween(shipped, after))).toBe('material');
      expect(kindOfChange(differenceBetween(after, shipped))).toBe('material');
    },
  );

  test('a value that a text begins to print is material', () => {
    const after = reworded('C-8a', 'We answer within {cancel.ackMinutes} minutes and confirm by mail.');
    expect(kindOfChange(differenceBetween(shipped, after))).toBe('material');
  });
});

describe('in force', () => {
  const publishedAt = '2026-03-02T09:00:00.000Z';
  test('words at once; substance thirty days later, from the start of the day in Berlin, after the clocks changed', () => {
    const at = (kind: 'material' | 'editorial') =>
      inForceFrom(DEFAULTS, { publishedAt, kind, previousInForceFrom: '2026-01-01T00:00:00.000Z' });
    expect(at('editorial')).toBe(publishedAt);
    // 2 March + 30 days = 1 April; summer time began on 29 March, so the day starts at 22:00 UTC.
    expect(at('material')).toBe('2026-03-31T22:00:00.000Z');
  });

  test('words never bring a change of substance into force early', () => {
    const previousInForceFrom = '2026-03-31T22:00:00.000Z';
    expect(inForceFrom(DEFAULTS, { publishedAt, kind: 'editorial', previousInForceFrom })).toBe(
      previousInForceFrom,
    );
  });

  test('the first version counts from its publication', () => {
    expect(inForceFrom(DEFAULTS, { publishedAt, kind: 'material', previousInForceFrom: null })).toBe(
      publishedAt,
    );
  });

  test('the version of a moment is the highest one that is in force then', () => {
    const versions = [
      { number: 1, inForceFrom: '2026-01-01T00:00:00.000Z' },
      { number: 2, inForceFrom: '2026-04-01T00:00:00.000Z' },
      { number: 3, inForceFrom: '2026-04-01T00:00:00.000Z' },
    ];
    expect(versionAt(versions, '2026-03-31T23:59:59.999Z')?.number).toBe(1);
    expect(versionAt(versions, '2026-04-01T00:00:00.000Z')?.number).toBe(3);
    expect(versionAt(versions, '2025-12-31T00:00:00.000Z')).toBeUndefined();
  });
});
