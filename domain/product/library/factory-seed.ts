import { hmm, minor } from '#domain/kernel/units.ts';
import type { BoardMaterial, EdgeBand, Factory, HardwareItem, WorkCentre } from '../factory.ts';

/**
 * A thirty-person panel factory: materials, edge bands, hardware and work centres with plausible prices in EUR.
 * Seed of the demo and ground of the golden lists; a real factory replaces every number.
 */
const sheet = (length: number, width: number) => ({ length: hmm(length), width: hmm(width) });
const STANDARD = sheet(2800, 2070);

const BOARDS: readonly BoardMaterial[] = [
  {
    code: 'W18',
    name: 'Melamine chipboard 18 white',
    decor: 'white',
    thickness: hmm(18),
    grain: 'none',
    priceMinorPerSquareMetre: minor(9_50),
    gramsPerSquareMetre: 11_700,
    formats: [STANDARD, sheet(2750, 1830), sheet(2440, 1830), sheet(2800, 2100), sheet(2440, 1220)],
    emissionClass: 'E05',
    claim: 'FSC Mix Credit',
  },
  {
    code: 'D18',
    name: 'Melamine chipboard 18 oak',
    decor: 'oak',
    thickness: hmm(18),
    grain: 'length',
    priceMinorPerSquareMetre: minor(14_00),
    gramsPerSquareMetre: 11_700,
    formats: [STANDARD],
  },
  {
    code: 'D25',
    name: 'Melamine chipboard 25 oak',
    decor: 'oak',
    thickness: hmm(25),
    grain: 'length',
    priceMinorPerSquareMetre: minor(19_00),
    gramsPerSquareMetre: 16_250,
    formats: [STANDARD],
  },
  {
    code: 'H3',
    name: 'HDF 3 white',
    decor: 'white',
    thickness: hmm(3),
    grain: 'none',
    priceMinorPerSquareMetre: minor(3_60),
    gramsPerSquareMetre: 2_550,
    formats: [STANDARD],
  },
];

const EDGES: readonly EdgeBand[] = [
  {
    code: 'ABS08',
    name: 'ABS 0.8×22 white',
    thickness: hmm(0.8),
    height: hmm(22),
    priceMinorPerMetre: minor(28),
  },
  {
    code: 'ABS10',
    name: 'ABS 1.0×22 decor',
    thickness: hmm(1),
    height: hmm(22),
    priceMinorPerMetre: minor(45),
  },
  {
    code: 'ABS20',
    name: 'ABS 2.0×28 decor',
    thickness: hmm(2),
    height: hmm(28),
    priceMinorPerMetre: minor(95),
  },
];

const HARDWARE: readonly HardwareItem[] = [
  { code: 'HINGE110', name: 'Hinge 110° clip with plate', priceMinor: minor(1_35) },
  { code: 'CAM15', name: 'Cam 15 with bolt', priceMinor: minor(12) },
  { code: 'DOWEL8', name: 'Dowel 8×30', priceMinor: minor(1) },
  { code: 'PIN5', name: 'Shelf pin 5', priceMinor: minor(3) },
  { code: 'LEG100', name: 'Cabinet leg 100', priceMinor: minor(35) },
  { code: 'HANDLE160', name: 'Handle 160', priceMinor: minor(2_20) },
  { code: 'HANDLE320', name: 'Handle 320', priceMinor: minor(3_40) },
  { code: 'SLIDE', name: 'Pair of drawer slides', priceMinor: minor(9_80) },
  { code: 'RAIL', name: 'Wardrobe rail set', priceMinor: minor(4_10) },
  { code: 'GROMMET', name: 'Cable grommet 60', priceMinor: minor(90) },
  { code: 'FOOT', name: 'Levelling foot', priceMinor: minor(50) },
  { code: 'BRACKET', name: 'Wall bracket', priceMinor: minor(40) },
];

const centre = (
  code: string,
  name: string,
  kind: WorkCentre['kind'],
  people: number,
  machines: number,
  rate: number,
  setUp: readonly [number, WorkCentre['setUpPer']],
  runMs: number | null,
): WorkCentre => ({
  code,
  name,
  kind,
  people,
  machines,
  rateMinorPerHour: minor(rate * 100),
  setUpMinutes: setUp[0],
  setUpPer: setUp[1],
  runMs,
});

const CENTRES: readonly WorkCentre[] = [
  // 112 parts in 2:15:16 on a measured job = 72.46 s each.
  centre('SAW', 'Panel saw', 'saw', 2, 1, 52, [10, 'material'], 72_460),
  centre('EDGE', 'Edge bander', 'edge', 3, 1, 58, [30, 'edge'], 45_000),
  centre('CNC', 'CNC drill', 'drill', 2, 1, 62, [10, 'run'], 96_000),
  centre('ASM', 'Assembly', 'assembly', 6, 4, 42, [0, 'none'], null),
  centre('FIN', 'Finishing', 'finishing', 3, 1, 50, [15, 'run'], null),
  centre('PACK', 'Packing', 'packing', 2, 1, 38, [0, 'none'], null),
  centre('VAN', 'Delivery and installation', 'delivery', 4, 2, 45, [0, 'none'], null),
];

const byCode = <T extends { readonly code: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((each) => [each.code, each]));

export const DEMO_FACTORY: Factory = {
  currency: 'EUR',
  boards: byCode(BOARDS),
  edges: byCode(EDGES),
  hardware: byCode(HARDWARE),
  centres: byCode(CENTRES),
  rules: { preMill: hmm(0.5), edgeOverLength: hmm(50), yieldPercent: 86 },
};
