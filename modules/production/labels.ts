import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { mm, type Hmm } from '#domain/kernel/units.ts';
import { loadShopData, type ShopData } from '#modules/catalog/api.ts';
import { loadOffcut } from '#modules/stock/api.ts';
import { codeSvg } from '#platform/documents/codes.ts';
import type { PdfRequest } from '#platform/documents/render.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { PartLabel, PartLabelsData } from './documents/part-labels.data.ts';
import type { LabelSize, PlainLabel, PlainLabelsData } from './documents/plain-labels.data.ts';
import { drawSteps } from './drawing.ts';
import { labelWords } from './label-words.ts';
import { readCode } from './part-code.ts';
import { offcutsOn, partsOn, type SheetNode } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';

/** Which labels: all of a batch, those of one sheet, or that of one part; exactly one is given. */
export interface LabelWish {
  readonly batch?: Id | undefined;
  readonly sheet?: Id | undefined;
  readonly part?: string | undefined;
  readonly size: LabelSize;
}

export type LabelRefusal = { readonly code: 'labels_unknown' };

interface Printed {
  readonly name: string;
  readonly pdf: PdfRequest;
}

interface SheetRow {
  readonly sheet_no: number;
  readonly batch: number;
  readonly material: string;
  readonly pattern: SheetNode;
}

/** Codes in the order in which the saw lets them fall: labels come out of the printer as parts come off the table. */
function sawOrder(pattern: SheetNode): string[] {
  const fallen = drawSteps(pattern).flatMap((step) =>
    step.falls.flatMap((piece) => (piece.kind === 'part' ? [piece.name] : [])),
  );
  return [...new Set([...fallen, ...partsOn(pattern)])];
}

async function sheetsFor(tx: Tx, wish: Pick<LabelWish, 'batch' | 'sheet'>): Promise<SheetRow[]> {
  let query = tx
    .tables<ProductionTables>()
    .selectFrom('cut_sheet')
    .innerJoin('cut_batch', (join) =>
      join
        .onRef('cut_batch.tenant_id', '=', 'cut_sheet.tenant_id')
        .onRef('cut_batch.id', '=', 'cut_sheet.batch_id'),
    )
    .select(['cut_sheet.sheet_no', 'cut_sheet.pattern', 'cut_batch.number as batch', 'cut_batch.material'])
    .where('cut_sheet.tenant_id', '=', tx.tenantId)
    .where('cut_batch.tenant_id', '=', tx.tenantId)
    .where('cut_sheet.state', 'in', ['released', 'cut']);
  if (wish.batch) query = query.where('cut_sheet.batch_id', '=', wish.batch);
  if (wish.sheet) query = query.where('cut_sheet.id', '=', wish.sheet);
  return query.orderBy('cut_sheet.sheet_no').limit(200).execute();
}

/** One label per part, in the order of the saw. */
export async function partLabels(
  tx: Tx,
  caller: Caller,
  wish: LabelWish,
): Promise<Result<Printed, LabelRefusal>> {
  const sheets = wish.part ? [] : await sheetsFor(tx, wish);
  const sheetOf = new Map(sheets.flatMap((sheet) => partsOn(sheet.pattern).map((code) => [code, sheet])));
  const codes = wish.part ? [readCode(wish.part)] : sheets.flatMap((sheet) => sawOrder(sheet.pattern));
  const found = new Map((await loadParts(tx, codes)).map((part) => [part.code, part]));
  const parts = codes.flatMap((code) => found.get(code) ?? []);
  if (parts.length === 0) return refuse({ code: 'labels_unknown' });
  const shop = await loadShopData(tx);
  const locale = asLocale(caller.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const t = (key: keyof typeof labelWords.en & string, values = {}): string =>
    say(labelWords, locale, key, values);
  const what = wish.part ?? `B-${sheets[0]?.batch ?? ''}`;
  const title = t('parts', { what });
  const rows = parts.map((part) => ({
    part,
    size: format.size(part.length_hmm, part.width_hmm, part.thickness_hmm),
    material: shop.boards.get(part.material)?.name ?? part.material,
    sheet: sheetOf.get(part.code),
  }));
  if (wish.size === '50x30')
    return ok(
      plain(
        caller,
        title,
        wish.size,
        locale,
        rows.map(({ part, size, material, sheet }): PlainLabel => ({
          number: part.code,
          size,
          lines: [
            part.label,
            material,
            `${part.number} · ${part.customer_name}`,
            ...(part.next ? [t('nextIs', { centre: part.next })] : []),
            ...(sheet ? [t('sheetOf', { sheet: sheet.sheet_no, batch: sheet.batch })] : []),
          ].slice(0, 4),
          codeSvg: codeSvg('qr', part.code),
        })),
      ),
    );
  const data: PartLabelsData = {
    language: locale,
    title,
    parts: rows.map(({ part, size, material, sheet }): PartLabel => ({
      number: part.code,
      name: part.label,
      size,
      material,
      lengthMm: mm(part.length_hmm),
      widthMm: mm(part.width_hmm),
      grain: part.grain,
      edges: bandsOf(part, shop),
      facts: [
        { label: t('order'), value: part.number },
        { label: t('customer'), value: part.customer_name },
        { label: t('unit'), value: part.unit_name },
        ...(sheet ? [{ label: t('sheet'), value: `${sheet.sheet_no} · B-${sheet.batch}` }] : []),
        ...(part.next ? [{ label: t('next'), value: part.next }] : []),
      ],
      codeSvg: codeSvg('qr', part.code),
    })),
  };
  return ok({
    name: `${title}.pdf`,
    pdf: {
      template: { file: new URL('./documents/part-labels.typ', import.meta.url) },
      data,
      createdAt: caller.now,
    },
  });
}

type LabelledPart = Awaited<ReturnType<typeof loadParts>>[number];

async function loadParts(tx: Tx, codes: readonly string[]) {
  return tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .innerJoin('released_order', (join) =>
      join
        .onRef('released_order.tenant_id', '=', 'part.tenant_id')
        .onRef('released_order.order_id', '=', 'part.order_id'),
    )
    .innerJoin('production_unit', (join) =>
      join
        .onRef('production_unit.tenant_id', '=', 'part.tenant_id')
        .onRef('production_unit.order_id', '=', 'part.order_id')
        .onRef('production_unit.unit_no', '=', 'part.unit_no'),
    )
    .select([
      'part.code',
      'part.label',
      'part.material',
      'part.length_hmm',
      'part.width_hmm',
      'part.thickness_hmm',
      'part.grain',
      'part.edges',
      'released_order.number',
      'released_order.customer_name',
      'production_unit.name as unit_name',
      sql<
        string | null
      >`(select o.centre from operation o where o.tenant_id = part.tenant_id and o.part_id = part.id and o.kind <> 'saw' and o.state = 'open' order by o.seq limit 1)`.as(
        'next',
      ),
    ])
    .where('part.tenant_id', '=', tx.tenantId)
    .where('released_order.tenant_id', '=', tx.tenantId)
    .where('production_unit.tenant_id', '=', tx.tenantId)
    .where('part.state', '!=', 'bad')
    .where('part.code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
}

/** The drawing lies with its length along the label: L1 in front, L2 behind, W1 left, W2 right. */
function bandsOf(part: LabelledPart, shop: ShopData): PartLabel['edges'] {
  const name = (edge: LabelledPart['edges']['L1']): string | undefined =>
    edge ? (shop.edges.get(edge.code)?.name ?? edge.code) : undefined;
  const sides = {
    front: name(part.edges.L1),
    back: name(part.edges.L2),
    left: name(part.edges.W1),
    right: name(part.edges.W2),
  };
  return Object.fromEntries(Object.entries(sides).filter(([, band]) => band !== undefined));
}

/** Labels of the offcuts that a sheet left, or of one offcut, as the rack has them. */
export async function offcutLabels(
  tx: Tx,
  caller: Caller,
  wish: {
    readonly sheet?: Id | undefined;
    readonly offcut?: Id | undefined;
    readonly size: LabelSize;
  },
): Promise<Result<Printed, LabelRefusal>> {
  const locale = asLocale(caller.locale);
  const t = (key: keyof typeof labelWords.en & string, values = {}): string =>
    say(labelWords, locale, key, values);
  const pieces = wish.offcut ? await pieceOf(tx, wish.offcut) : await piecesOf(tx, wish.sheet, t);
  if (!pieces || pieces.offcuts.length === 0) return refuse({ code: 'labels_unknown' });
  const board = (await loadShopData(tx)).boards.get(pieces.material);
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const labels = pieces.offcuts.map(({ code, rack, length, width }): PlainLabel => ({
    number: code,
    size: board ? format.size(length, width, board.thickness) : format.size(length, width),
    lines: [board?.name ?? pieces.material, t('rack', { rack }), ...pieces.from],
    codeSvg: codeSvg('qr', code),
  }));
  return ok(plain(caller, t('offcuts', { what: pieces.what }), wish.size, locale, labels));
}

interface Pieces {
  readonly material: string;
  /** what they are called together */
  readonly what: string;
  /** where they come from, when that is known */
  readonly from: readonly string[];
  readonly offcuts: readonly {
    readonly code: string;
    readonly rack: string;
    readonly length: Hmm;
    readonly width: Hmm;
  }[];
}

async function piecesOf(
  tx: Tx,
  sheetId: Id | undefined,
  t: (key: 'sheetOf', values: object) => string,
): Promise<Pieces | null> {
  const [sheet] = sheetId ? await sheetsFor(tx, { sheet: sheetId }) : [];
  if (!sheet) return null;
  return {
    material: sheet.material,
    what: `B-${sheet.batch} ${sheet.sheet_no}`,
    from: [t('sheetOf', { sheet: sheet.sheet_no, batch: sheet.batch })],
    offcuts: offcutsOn(sheet.pattern).flatMap(({ kept, length, width }) =>
      kept ? [{ code: kept.code, rack: kept.rack, length, width }] : [],
    ),
  };
}

/** One that lies in the rack: bought, left over from before, or its label lost. */
async function pieceOf(tx: Tx, offcutId: Id): Promise<Pieces | null> {
  const offcut = await loadOffcut(tx, offcutId);
  return offcut && { material: offcut.materialCode, what: offcut.code, from: [], offcuts: [offcut] };
}

function plain(
  caller: Caller,
  title: string,
  size: LabelSize,
  language: string,
  labels: readonly PlainLabel[],
): Printed {
  const data: PlainLabelsData = { language, title, size, labels };
  return {
    name: `${title}.pdf`,
    pdf: {
      template: { file: new URL('./documents/plain-labels.typ', import.meta.url) },
      data,
      createdAt: caller.now,
    },
  };
}
