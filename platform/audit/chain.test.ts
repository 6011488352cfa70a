import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalJson,
  findAuditFault,
  GENESIS,
  hashOf,
  sealOf,
  type AuditEntry,
  type AuditHead,
  type Chain,
  type Fact,
} from './chain.ts';

const keyed =
  (key: string): Chain =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');
const chain = keyed('of the installation');
const TENANT = 't1';

type Said = Pick<AuditEntry, 'actor' | 'action' | 'subject' | 'reason' | 'facts'>;

function write(
  said: readonly Said[],
  by: Chain = chain,
  tenant = TENANT,
): { entries: AuditEntry[]; head: AuditHead } {
  let before = GENESIS;
  const entries = said.map((one, i) => {
    const entry = {
      ...one,
      seq: i + 1,
      at: `2026-03-02T09:00:00.${String(i).padStart(6, '0')}Z`,
      actorName: one.actor,
    };
    before = hashOf(by, tenant, before, entry);
    return { ...entry, hash: before };
  });
  return {
    entries,
    head: { seq: entries.length, hash: before, seal: sealOf(by, tenant, entries.length, before) },
  };
}

const saying: fc.Arbitrary<Said> = fc.record({
  actor: fc.string(),
  action: fc.constantFrom('bank.revealed', 'support.entered'),
  subject: fc.string(),
  reason: fc.option(fc.string(), { nil: null }),
  facts: fc.json(),
});
const log = fc.array(saying, { minLength: 1, maxLength: 8 });

/** One way to tamper with a log; null when it would change nothing. */
type Tamper = (entries: AuditEntry[], at: number, other: number) => AuditEntry[] | null;
const flipped = (text: string, at: number): string => {
  const bytes = Buffer.from(text === '' ? ' ' : text, 'utf16le');
  bytes[at % bytes.length]! ^= 1;
  return text === '' ? ' ' : bytes.toString('utf16le');
};
const edit =
  (member: 'at' | 'actor' | 'actorName' | 'action' | 'subject' | 'facts' | 'hash'): Tamper =>
  (entries, at, other) =>
    entries.map((entry, i) => (i === at ? { ...entry, [member]: flipped(entry[member], other) } : entry));
const TAMPERS: Record<string, Tamper> = {
  'one bit of the time': edit('at'),
  'one bit of who': edit('actor'),
  'one bit of the name': edit('actorName'),
  'one bit of what': edit('action'),
  'one bit of to what': edit('subject'),
  'one bit of the facts': edit('facts'),
  'one bit of the hash': edit('hash'),
  'a reason taken or given': (entries, at) =>
    entries.map((entry, i) => (i === at ? { ...entry, reason: entry.reason === null ? '' : null } : entry)),
  'taken out': (entries, at) => entries.filter((_, i) => i !== at),
  'taken out and numbered anew': (entries, at) =>
    entries.filter((_, i) => i !== at).map((entry, i) => ({ ...entry, seq: i + 1 })),
  'put in twice': (entries, at) => [...entries.slice(0, at + 1), ...entries.slice(at)],
  'two changed places': (entries, at, other) => {
    const to = other % entries.length;
    if (to === at) return null;
    return entries.map((entry, i) => (i === at ? entries[to]! : i === to ? entries[at]! : entry));
  },
  'two changed places and numbers': (entries, at, other) => {
    const to = other % entries.length;
    if (to === at) return null;
    const moved = entries.map((entry, i) => (i === at ? entries[to]! : i === to ? entries[at]! : entry));
    return moved.map((entry, i) => ({ ...entry, seq: i + 1 }));
  },
};

describe('a fault is found in every log', () => {
  test('and none in one that nobody touched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(saying, { maxLength: 8 }), async (said) => {
        const { entries, head } = write(said);
        expect(
          await findAuditFault(
            chain,
            TENANT,
            entries,
            head,
            [head].filter((h) => h.seq > 0),
          ),
        ).toBeNull();
      }),
    );
  });

  test.each(Object.keys(TAMPERS))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(), fc.nat(), async (said, at, other) => {
        const { entries, head } = write(said);
        const tampered = TAMPERS[name]!(entries, at % entries.length, other);
        fc.pre(tampered !== null);
        expect(await findAuditFault(chain, TENANT, tampered!, head)).not.toBeNull();
      }),
    );
  });

  test('an entry of somebody without the key, chained as it should be', async () => {
    await fc.assert(
      fc.asyncProperty(log, saying, async (said, forged) => {
        const { entries, head } = write(said);
        const theirs = keyed('of somebody else');
        const entry = { ...forged, seq: head.seq + 1, at: '2026-03-02T09:00:00.000000Z', actorName: '' };
        const hash = hashOf(theirs, TENANT, head.hash, entry);
        const end = { seq: entry.seq, hash, seal: sealOf(theirs, TENANT, entry.seq, hash) };
        expect(await findAuditFault(chain, TENANT, [...entries, { ...entry, hash }], end)).not.toBeNull();
      }),
    );
  });

  test('an end that was cut off, even where the hash of the earlier entry is known', async () => {
    const { entries, head } = write([said('a'), said('b'), said('c')]);
    const cut = entries.slice(0, 2);
    expect(await findAuditFault(chain, TENANT, cut, head)).toEqual({ seq: 2, kind: 'end' });
    const pretended = { ...head, seq: 2, hash: cut[1]!.hash };
    expect(await findAuditFault(chain, TENANT, cut, pretended)).toEqual({ seq: 2, kind: 'end' });
    expect(await findAuditFault(chain, TENANT, [], null, [head])).toEqual({ seq: 0, kind: 'end' });
  });

  test('an older state that was put back whole, once a check has seen a newer one', async () => {
    const older = write([said('a'), said('b')]);
    const newer = write([said('a'), said('b'), said('c')]);
    expect(await findAuditFault(chain, TENANT, older.entries, older.head)).toBeNull();
    expect(await findAuditFault(chain, TENANT, older.entries, older.head, [newer.head])).toEqual({
      seq: 2,
      kind: 'checkpoint',
    });
  });

  test('a log of another tenant', async () => {
    const { entries, head } = write([said('a')], chain, 't2');
    expect(await findAuditFault(chain, TENANT, entries, head)).toEqual({ seq: 1, kind: 'changed' });
  });
});

test('equal facts are equal text, whatever the order of their members', () => {
  expect(canonicalJson({ b: [1, { d: null, c: true }], a: 'x\u0000\ud800' })).toBe(
    '{"a":"x\ufffd\ufffd","b":[1,{"c":true,"d":null}]}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value as Fact))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

function said(subject: string): Said {
  return { actor: 'login:1', action: 'bank.revealed', subject, reason: null, facts: '{}' };
}
