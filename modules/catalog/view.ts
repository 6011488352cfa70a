import { mm } from '#domain/kernel/units.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { roundHalfAway, toNumber } from '#domain/money/fraction.ts';
import { costMinor, type Cost } from '#domain/product/cost.ts';
import type { Exploded } from '#domain/product/explode.ts';
import type { BoardMaterial, EdgeBand, Factory, HardwareItem, WorkCentre } from '#domain/product/factory.ts';
import { holesPerPiece, type Part, type PartEdge } from '#domain/product/parts.ts';
import { sayLoaded, type Locale } from '#platform/words/words.ts';
import type { BoardMaterialRow, Explosion, PartRow, WorkHours } from './contract.ts';
import type { ShopData } from './shop-data.ts';

/** How the catalogue's values travel: lengths in mm, money as decimal text. */

export function boardView(board: BoardMaterial, currency: string): BoardMaterialRow {
  return {
    code: board.code,
    name: board.name,
    decor: board.decor,
    thickness: mm(board.thickness),
    grain: board.grain,
    pricePerSquareMetre: formatAmount(board.priceMinorPerSquareMetre, currency),
    gramsPerSquareMetre: board.gramsPerSquareMetre,
    formats: board.formats.map(sizeView),
    emissionClass: board.emissionClass ?? '',
    claim: board.claim ?? '',
  };
}

export function edgeView(band: EdgeBand, currency: string) {
  return {
    code: band.code,
    name: band.name,
    thickness: mm(band.thickness),
    height: mm(band.height),
    pricePerMetre: formatAmount(band.priceMinorPerMetre, currency),
  };
}

export function hardwareView(item: HardwareItem, currency: string) {
  return { code: item.code, name: item.name, price: formatAmount(item.priceMinor, currency) };
}

export function centreView(centre: WorkCentre, weekly: readonly WorkHours[], currency: string) {
  return {
    code: centre.code,
    name: centre.name,
    kind: centre.kind,
    people: centre.people,
    machines: centre.machines,
    ratePerHour: formatAmount(centre.rateMinorPerHour, currency),
    setUpMinutes: centre.setUpMinutes,
    setUpPer: centre.setUpPer,
    runSeconds: centre.runMs === null ? null : centre.runMs / 1000,
    weekly: weekly.map(({ from, until }) => ({ from, until })),
  };
}

export function workshopView({ rules, saw, closedDays }: ShopData) {
  return {
    preMill: mm(rules.preMill),
    edgeOverLength: mm(rules.edgeOverLength),
    yieldPercent: rules.yieldPercent,
    kerf: mm(saw.kerf),
    trim: mm(saw.trim),
    bookHeight: saw.bookHeight === null ? null : mm(saw.bookHeight),
    offcutLength: mm(saw.offcutLength),
    offcutWidth: mm(saw.offcutWidth),
    offcutValuePercent: saw.offcutValuePercent,
    closedDays: closedDays.map((closed) => ({ ...closed })),
  };
}

export function partView(part: Part): PartRow {
  const { L1, L2, W1, W2 } = part.edges;
  return {
    label: part.label,
    description: part.description,
    material: part.material,
    thickness: mm(part.thickness),
    grain: part.grain,
    quantity: part.quantity,
    finished: sizeView(part.finished),
    cut: sizeView(part.cut),
    edges: { L1: edgeSideView(L1), L2: edgeSideView(L2), W1: edgeSideView(W1), W2: edgeSideView(W2) },
    holes: holesPerPiece(part.holes),
    operations: part.operations.map(({ kind, centre, count, ms }) => ({
      kind,
      centre,
      count,
      minutes: minutes(ms),
    })),
  };
}

function edgeSideView(edge: PartEdge | null) {
  return edge && { code: edge.code, thickness: mm(edge.thickness) };
}

function sizeView(size: { readonly length: Hmm; readonly width: Hmm }) {
  return { length: mm(size.length), width: mm(size.width) };
}

/** Minutes to two decimals, for screens; the exact milliseconds stay in the plan. */
function minutes(ms: number): number {
  return Math.round(ms / 600) / 100;
}

/** The sums of exploded or imported parts with their cost. */
export function explosionView(
  needs: Pick<Exploded, 'parts' | 'pieces' | 'edges' | 'partOperations' | 'weightGrams'> &
    Partial<Pick<Exploded, 'parameters' | 'hardware' | 'unitOperations' | 'warnings'>>,
  cost: Cost,
  factory: Factory,
  locale: Locale,
): Explosion {
  const rounded = costMinor(cost);
  const money = (amount: Parameters<typeof formatAmount>[0]) => formatAmount(amount, factory.currency);
  return {
    parameters: { ...needs.parameters },
    parts: needs.parts.map(partView),
    pieces: needs.pieces,
    hardware: (needs.hardware ?? []).map(({ code, quantity }) => ({
      code,
      name: factory.hardware.get(code)?.name ?? code,
      quantity,
    })),
    operations: [...needs.partOperations, ...(needs.unitOperations ?? [])].map(({ centre, ms }) => ({
      centre,
      name: factory.centres.get(centre)?.name ?? centre,
      minutes: minutes(ms),
    })),
    cost: {
      boards: money(rounded.boardsMinor),
      edges: money(rounded.edgesMinor),
      hardware: money(rounded.hardwareMinor),
      labour: money(rounded.labourMinor),
      setUp: money(roundHalfAway(cost.setUp) as typeof rounded.totalMinor),
      total: money(rounded.totalMinor),
    },
    currency: factory.currency,
    minutes: Math.round(toNumber(cost.labourMinutes) * 10) / 10,
    kilograms: Math.round(needs.weightGrams / 10) / 100,
    edgeMetres: Math.round(needs.edges.reduce((all, edge) => all + edge.length, 0) / 1000) / 100,
    warnings: (needs.warnings ?? []).map((code) => ({ code, title: ruleSentence(code, locale) })),
  };
}

/** A factory's own rule has no sentence in the catalogue; its code is made readable then. */
export function ruleSentence(code: string, locale: Locale): string {
  return sayLoaded(locale, `rule.${code}`) ?? code.replaceAll('_', ' ');
}
