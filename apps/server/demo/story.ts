import { seededRandom } from '#domain/scheduling/random.ts';

/** A product line of a demo order. */
export interface StoryLine {
  readonly product: string;
  readonly quantity: number;
  readonly parameters: Readonly<Record<string, number | string>>;
}

/** How far an order has come when the demo opens. */
export type Stage =
  | 'draft'
  | 'quoted'
  | 'accepted'
  | 'planned'
  | 'released'
  | 'half-cut'
  | 'edge'
  | 'assembled'
  | 'packed'
  | 'loaded'
  | 'delivered'
  | 'invoiced';

/**
 * One order of the demo. Days count working days: 0 is the first of the history, `HISTORY_DAYS - 1` the last before
 * today.
 */
export interface StoryOrder {
  /** place in DEMO_CUSTOMERS */
  readonly customer: number;
  readonly reference: string;
  readonly lines: readonly StoryLine[];
  /** the customer's own cut list comes with it */
  readonly withPartList?: boolean;
  readonly quotedDay: number;
  readonly acceptedDay: number;
  /** the saw's turn: its parts are planned, released and cut on this day, as far as the stage goes */
  readonly cutDay: number;
  /** units are assembled, then packed, on these days; the goods leave a day later */
  readonly assembledDay: number;
  readonly packedDay: number;
  /** agreed day; null takes the day that production promises */
  readonly dueDay: number | null;
  readonly stage: Stage;
  /** working day on which the invoice is paid; null: not yet */
  readonly paidDay: number | null;
  readonly payment: 'whole' | 'half';
  /** a part of this order turns out to be bad behind the saw, for this reason */
  readonly remake: string | null;
}

/** Six weeks of five days. */
export const HISTORY_DAYS = 30;
const DELIVERED_ORDERS = 48;
/** Days within which the 48 orders come in; the rest of the six weeks is for making the last of them. */
const INTAKE_DAYS = 22;
const LAST = HISTORY_DAYS - 1;

/** The saw takes up new orders every third day. */
const SAW_EVERY = 3;
const sawDayAfter = (day: number): number => (Math.floor(day / SAW_EVERY) + 1) * SAW_EVERY;

/** Whose invoices are overdue, who has paid half, and where a part had to be made again, by place in the history. */
const UNPAID = new Set([6, 11, 15]);
const HALF_PAID = 37;
const REMAKES: Readonly<Record<number, string>> = {
  5: 'chipped edge',
  18: 'scratched in transport',
  31: 'wrong drilling',
  42: 'chipped edge',
};

const KITCHEN_CORNER = 1;
const HARBOUR_HOTEL = 2;
const BRIGHT_OFFICES = 3;
const OLD_TOWN_DENTAL = 4;
const RIVERSIDE_SCHOOL = 5;
const FOREST_HOUSE = 0;

/** The orders of the demo, oldest first. The same seed tells the same story. */
export function story(seed: number): StoryOrder[] {
  return [...deliveredOrders(seed), ...currentOrders()];
}

function deliveredOrders(seed: number): StoryOrder[] {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  return Array.from({ length: DELIVERED_ORDERS }, (_, i): StoryOrder => {
    const quotedDay = Math.floor((i * INTAKE_DAYS) / DELIVERED_ORDERS);
    const acceptedDay = quotedDay + 1;
    const customer = i % 6;
    // Made and delivered about five days after acceptance, paid within two weeks of that.
    const paidDay = acceptedDay + 8 + random.below(5);
    const cutDay = sawDayAfter(acceptedDay);
    const remake = REMAKES[i] ?? null;
    // A part that must be made again may have to wait for the saw's next turn.
    const assembledDay = cutDay + (remake ? SAW_EVERY + 1 : 1);
    return {
      customer,
      ...usualOrder(customer, pick, random.below),
      quotedDay,
      acceptedDay,
      cutDay,
      assembledDay,
      packedDay: assembledDay,
      dueDay: null,
      stage: 'invoiced',
      paidDay: UNPAID.has(i) ? null : i === HALF_PAID ? LAST - 1 : paidDay > LAST ? null : paidDay,
      payment: i === HALF_PAID ? 'half' : 'whole',
      remake,
    };
  });
}

function usualOrder(
  customer: number,
  pick: <T>(from: readonly T[]) => T,
  below: (limit: number) => number,
): Pick<StoryOrder, 'reference' | 'lines'> {
  const decor = pick(['oak', 'white']);
  const width = () => pick([450, 500, 600, 600, 750, 800, 900]);
  switch (customer) {
    case KITCHEN_CORNER:
      return {
        reference: `Kitchen ${pick(['Marktgasse', 'Neckarhalde', 'Ebershalde', 'Pliensau', 'Mettingen'])}`,
        lines: [
          line('BASE600', 1 + below(2), { width: width(), decor }),
          line('WALL600', 1 + below(2), { width: width(), decor }),
        ],
      };
    case HARBOUR_HOTEL:
      return {
        reference: `Rooms ${100 * (1 + below(4)) + 1}–${100 * (1 + below(4)) + 4}`,
        lines: [
          line('WARD1000', 1, { width: pick([900, 1000, 1100]), decor: 'oak' }),
          line('DESK1600', 1, { width: pick([1200, 1400]), depth: 600 }),
        ],
      };
    case BRIGHT_OFFICES:
      return {
        reference: `Floor ${1 + below(6)}`,
        lines: [line('DESK1600', 1 + below(3), {}), line('BOOK800', 1, { height: pick([1200, 2000]) })],
      };
    case OLD_TOWN_DENTAL:
      return {
        reference: pick(['Treatment room', 'Reception', 'Laboratory', 'Sterile room']),
        lines: [
          line('BASE600', 1 + below(2), { width: width(), decor: 'white' }),
          line('DRAW600', 1, { width: pick([450, 600]), decor: 'white', drawers: 4 }),
        ],
      };
    case RIVERSIDE_SCHOOL:
      return {
        reference: `Classroom ${pick(['A', 'B', 'C'])}${1 + below(9)}`,
        lines: [
          line('BOOK800', 1 + below(2), { width: pick([700, 800, 900]), height: pick([1200, 1600, 2000]) }),
        ],
      };
    default:
      return {
        reference: pick(['Show flat', 'House 12', 'House 14', 'Cabin', 'Annexe']),
        lines: [
          line('BASE600', 1 + below(2), { width: width(), decor }),
          ...(below(2) === 0 ? [line('TALL600', 1, { decor })] : []),
        ],
      };
  }
}

/** Eleven orders, one in every state between a draft and goods that are delivered and not invoiced yet; two are late. */
function currentOrders(): StoryOrder[] {
  const order = (
    stage: Stage,
    customer: number,
    reference: string,
    days: { quoted: number; due?: number; cut?: number; assembled?: number; packed?: number },
    lines: readonly StoryLine[],
    more: Partial<StoryOrder> = {},
  ): StoryOrder => ({
    stage,
    customer,
    reference,
    lines,
    quotedDay: days.quoted,
    acceptedDay: days.quoted + 1,
    dueDay: days.due ?? null,
    cutDay: days.cut ?? HISTORY_DAYS,
    assembledDay: days.assembled ?? HISTORY_DAYS,
    packedDay: days.packed ?? HISTORY_DAYS,
    paidDay: null,
    payment: 'whole',
    remake: null,
    ...more,
  });
  const kitchen = (decor: string) => [
    line('BASE600', 3, { width: 600, decor }),
    line('BASE600', 1, { width: 900, decor }),
    line('DRAW600', 2, { width: 800, decor }),
    line('WALL600', 4, { width: 600, decor }),
    line('TALL600', 1, { decor }),
  ];
  return [
    order(
      'delivered',
      KITCHEN_CORNER,
      'Kitchen Burgsteige',
      { quoted: 17, due: LAST + 1, cut: 24, assembled: 26, packed: 27 },
      kitchen('oak'),
    ),
    order(
      'assembled',
      HARBOUR_HOTEL,
      'Suites 401–406',
      { quoted: 18, due: LAST - 1, cut: 24, assembled: LAST },
      [line('WARD1000', 6, { decor: 'oak' })],
    ),
    order(
      'loaded',
      FOREST_HOUSE,
      'House 16',
      { quoted: 18, due: LAST + 1, cut: 24, assembled: 27, packed: 28 },
      [
        line('BASE600', 6, { width: 600, decor: 'white' }),
        line('WALL600', 6, { width: 600, decor: 'white' }),
      ],
    ),
    order(
      'packed',
      RIVERSIDE_SCHOOL,
      'Library',
      { quoted: 19, due: LAST + 2, cut: 24, assembled: 28, packed: LAST },
      [line('BOOK800', 10, { width: 800, height: 2000 })],
    ),
    order('half-cut', OLD_TOWN_DENTAL, 'Practice, upper floor', { quoted: 20, due: LAST, cut: LAST }, [
      line('BASE600', 8, { width: 600, decor: 'white' }),
      line('DRAW600', 3, { width: 600, decor: 'white', drawers: 4 }),
    ]),
    order('edge', BRIGHT_OFFICES, 'Floor 7', { quoted: 21, due: LAST + 10, cut: 27 }, [
      line('DESK1600', 10, {}),
      line('BOOK800', 6, { height: 1200, shelves: 2 }),
    ]),
    order(
      'released',
      KITCHEN_CORNER,
      'Kitchen Zollberg',
      { quoted: 23, due: LAST + 12, cut: LAST },
      kitchen('white'),
    ),
    order('planned', RIVERSIDE_SCHOOL, 'Music rooms', { quoted: 24, due: LAST + 13, cut: LAST }, [
      line('BOOK800', 9, { width: 900, height: 1600 }),
    ]),
    order(
      'accepted',
      FOREST_HOUSE,
      'Kitchen with island',
      { quoted: 25, due: LAST + 15 },
      [line('BASE600', 3, { width: 800, decor: 'oak' }), line('WALL600', 2, { width: 800, decor: 'oak' })],
      { withPartList: true },
    ),
    order('quoted', HARBOUR_HOTEL, 'Rooms 301–308', { quoted: 27 }, [
      line('WARD1000', 6, { width: 900, decor: 'oak' }),
      line('DESK1600', 6, { width: 1200, depth: 600 }),
    ]),
    order('draft', BRIGHT_OFFICES, 'Meeting rooms', { quoted: 28 }, [
      line('DESK1600', 8, { width: 1800 }),
      line('BOOK800', 4, { height: 1200 }),
    ]),
  ];
}

function line(product: string, quantity: number, parameters: StoryLine['parameters']): StoryLine {
  return { product, quantity, parameters };
}
