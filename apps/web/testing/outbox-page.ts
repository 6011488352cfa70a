import { createClient } from '#platform/http/client.ts';
import { createOutbox, type Outbox } from '#platform/web-kit/outbox.ts';

/** The bare outbox on a page, so that a test can drive it as a station would. */
const outbox = createOutbox(
  createClient({ origin: '', fetch: (...input) => fetch(...input) }),
  'tenon-outbox-test',
);
const tap = (n: number, holdMs = 0): Promise<string> =>
  outbox.add(
    { method: 'POST', path: '/api/tap', kind: 'json' },
    { body: { n } as never },
    `tap ${n}`,
    holdMs,
  );

declare global {
  interface Window {
    station: { outbox: Outbox; tap: (n: number, holdMs?: number) => Promise<string> };
  }
}
window.station = { outbox, tap };
