import type { Day } from '#domain/kernel/days.ts';
import { featureOf } from '#domain/policy/features.ts';
import type { Said } from '#domain/policy/parameters.ts';

/** What the log of visits says of one address over a time: sums only, nobody in it. */
export interface DoorFigures {
  /** method and pattern, `GET /api/orders/:orderId` */
  readonly door: string;
  readonly calls: number;
  /** answered with a refusal, 400 to 499 */
  readonly refused: number;
  /** answered with a fault of ours, 500 and above */
  readonly broken: number;
  /** milliseconds that half of the answers, and 95 of 100, were quicker than */
  readonly msHalf: number;
  readonly msMost: number;
}

/** Which firm used which address; only counted, never shown. */
export interface DoorUse {
  readonly door: string;
  readonly business: string;
}

export interface DayFigures {
  readonly day: Day;
  readonly calls: number;
  readonly broken: number;
}

export interface UsageInsights {
  readonly days: readonly DayFigures[];
  /** the slowest first, those that were asked often enough to say so */
  readonly slow: readonly DoorFigures[];
  /** most faults first */
  readonly errors: readonly DoorFigures[];
  /** most calls first; `businesses` is how many firms used it */
  readonly features: readonly {
    readonly id: string;
    readonly name: Said;
    readonly calls: number;
    readonly businesses: number;
  }[];
  /** forms that ask people about themselves; `opened` where they have a page of their own */
  readonly forms: readonly {
    readonly id: string;
    readonly name: Said;
    readonly opened: number | null;
    readonly sent: number;
    readonly refused: number;
  }[];
}

const LINES = 12;
/** Fewer calls say more about one person's line than about the program. */
const CALLS_MIN = 5;

const split = (door: string): { method: string; path: string } => {
  const at = door.indexOf(' ');
  return { method: door.slice(0, at), path: door.slice(at + 1) };
};

/** Puts the figures of all addresses together: what is slow, what fails, what is used, which forms are finished. */
export function insightsOf(
  doors: readonly DoorFigures[],
  used: readonly DoorUse[],
  days: readonly DayFigures[],
): UsageInsights {
  return {
    days,
    slow: doors
      .filter(({ calls }) => calls >= CALLS_MIN)
      .sort((a, b) => b.msMost - a.msMost)
      .slice(0, LINES),
    errors: doors
      .filter(({ broken }) => broken > 0)
      .sort((a, b) => b.broken - a.broken)
      .slice(0, LINES),
    features: featuresUsed(doors, used),
    forms: formsOf(doors),
  };
}

function featuresUsed(doors: readonly DoorFigures[], used: readonly DoorUse[]): UsageInsights['features'] {
  const found = new Map<string, { name: Said; calls: number; firms: Set<string> }>();
  const entryOf = (door: string): { calls: number; firms: Set<string> } | undefined => {
    const feature = featureOf(split(door).path);
    if (!feature) return undefined;
    const entry = found.get(feature.id) ?? { name: feature.name, calls: 0, firms: new Set<string>() };
    found.set(feature.id, entry);
    return entry;
  };
  for (const { door, calls } of doors) {
    const entry = entryOf(door);
    if (entry) entry.calls += calls;
  }
  for (const { door, business } of used) entryOf(door)?.firms.add(business);
  return [...found]
    .map(([id, { name, calls, firms }]) => ({ id, name, calls, businesses: firms.size }))
    .sort((a, b) => b.calls - a.calls);
}

function formsOf(doors: readonly DoorFigures[]): UsageInsights['forms'] {
  const found = new Map<string, { name: Said; opened: number | null; sent: number; refused: number }>();
  for (const { door, calls, refused, broken } of doors) {
    const { method, path } = split(door);
    const feature = featureOf(path);
    if (feature?.consent !== 'form') continue;
    const form = found.get(feature.id) ?? { name: feature.name, opened: null, sent: 0, refused: 0 };
    const isPage = !path.startsWith('/api/');
    if (method === 'GET' && isPage) form.opened = (form.opened ?? 0) + calls;
    if (method === 'POST' || method === 'PUT') {
      form.sent += calls - refused - broken;
      form.refused += refused;
    }
    found.set(feature.id, form);
  }
  return [...found]
    .map(([id, form]) => ({ id, ...form }))
    .filter(({ opened, sent, refused }) => (opened ?? 0) + sent + refused > 0)
    .sort((a, b) => b.sent - a.sent);
}
