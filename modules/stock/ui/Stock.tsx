import { useState } from 'react';
import { hmm } from '#domain/kernel/units.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import {
  MmField,
  MoneyField,
  NoteField,
  NumberField,
  SelectField,
  TextField,
} from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Answers, Card, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { Empty, WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  addOffcut,
  countBoards,
  listOffcuts,
  listStock,
  may,
  receiveBoards,
  scrapOffcut,
  type BoardRow,
  type OffcutRow,
} from '../contract.ts';
import { OffcutShapes } from './OffcutShapes.tsx';
import { stockUiWords } from './words.ts';

type Material = ResponseOf<typeof listStock>['materials'][number];
type Open =
  | { readonly kind: 'receive' | 'offcut'; readonly material?: Material }
  | { readonly kind: 'count'; readonly board: BoardRow }
  | { readonly kind: 'scrap'; readonly offcut: OffcutRow };

const LIVE = ['board.', 'offcut.', 'stock.', 'material.'];

/** What lies in the racks: boards per material, offcuts drawn to one scale. */
export default function Stock() {
  const t = useWords(stockUiWords);
  const f = useFormat();
  const mayWrite = useMay(may.write);
  const read = useRead(listStock, {}, { live: LIVE });
  const offcuts = useRead(listOffcuts, {}, { live: LIVE });
  const [open, setOpen] = useState<Open | null>(null);
  const materials = read.data?.materials ?? [];
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('stock.sentence', { short: read.data.totals.short }) : t('stock.title')}
        action={
          mayWrite && (
            <Button kind="primary" onClick={() => setOpen({ kind: 'receive' })}>
              {t('stock.receive')}
            </Button>
          )
        }
        more={mayWrite && <Button onClick={() => setOpen({ kind: 'offcut' })}>{t('stock.addOffcut')}</Button>}
      />
      <WhenRead read={read}>
        {(stock) => (
          <>
            <Answers>
              <Stat label={t('stock.sheets')} value={f.count(stock.totals.sheets)}>
                {t('stock.sheets.reserved', { count: f.count(stock.totals.reserved) })}
              </Stat>
              <Stat label={t('stock.offcuts')} value={f.count(stock.totals.offcuts)}>
                {t('stock.offcuts.worth', {
                  value: f.money(stock.totals.offcutValue),
                })}
              </Stat>
              <Stat label={t('stock.value')} value={f.money(stock.totals.value, stock.currency, 'none')} />
            </Answers>
            {stock.materials.length === 0 && (
              <Empty sentence={t('stock.nothing')} example={t('stock.example')} />
            )}
            {stock.materials.filter(isThere).map((material) => (
              <Card
                key={material.code}
                title={`${material.code} · ${material.name}`}
                side={material.short && <StateTag tone="warn">{t('stock.short')}</StateTag>}
                flush
              >
                <Lines
                  label={`${t('stock.boards')} ${material.code}`}
                  read={pick(read, () => material.boards)}
                  rows={(rows) => rows}
                  rowKey={(board) => board.id}
                  trouble={(board) => board.quantity - board.reserved < board.minimum}
                  empty={{ sentence: t('stock.none') }}
                  columns={[
                    {
                      key: 'size',
                      head: t('stock.size'),
                      cell: (board) => f.size(hmm(board.length), hmm(board.width), hmm(material.thickness)),
                      phone: 'title',
                    },
                    {
                      key: 'quantity',
                      head: t('stock.inRack'),
                      cell: (board) => f.count(board.quantity),
                      align: 'end',
                    },
                    {
                      key: 'free',
                      head: t('stock.free'),
                      cell: (board) => f.count(board.quantity - board.reserved),
                      align: 'end',
                      phone: 'side',
                    },
                    {
                      key: 'minimum',
                      head: t('stock.minimum'),
                      cell: (board) => f.count(board.minimum),
                      align: 'end',
                    },
                    {
                      key: 'cost',
                      head: t('stock.cost'),
                      cell: (board) => f.money(board.costPerSheet),
                      align: 'end',
                    },
                    { key: 'rack', head: t('stock.rack'), cell: (board) => board.rack || '–' },
                    ...(mayWrite
                      ? [
                          {
                            key: 'correct',
                            head: t('stock.correct'),
                            align: 'end' as const,
                            phone: 'bare' as const,
                            cell: (board: BoardRow) => (
                              <Button kind="quiet" onClick={() => setOpen({ kind: 'count', board })}>
                                {t('stock.correct')}
                              </Button>
                            ),
                          },
                        ]
                      : []),
                  ]}
                />
                <MaterialOffcuts
                  offcuts={(offcuts.data?.offcuts ?? []).filter(
                    (offcut) => offcut.materialCode === material.code,
                  )}
                  onChoose={(offcut) => mayWrite && setOpen({ kind: 'scrap', offcut })}
                />
              </Card>
            ))}
            {stock.materials.some((material) => !isThere(material)) && (
              <Card title={t('stock.absent')}>
                <p className="tn-muted">
                  {f.list(
                    stock.materials
                      .filter((material) => !isThere(material))
                      .map((material) => `${material.code} (${material.name})`),
                  )}
                </p>
              </Card>
            )}
          </>
        )}
      </WhenRead>
      <StockDialog open={open} materials={materials} onClose={() => setOpen(null)} />
    </Page>
  );
}

const isThere = (material: Material): boolean => material.boards.length + material.offcuts > 0;

function MaterialOffcuts({
  offcuts,
  onChoose,
}: {
  readonly offcuts: readonly OffcutRow[];
  readonly onChoose: (offcut: OffcutRow) => void;
}) {
  if (offcuts.length === 0) return null;
  return (
    <div style={{ padding: 'var(--s2)' }}>
      <OffcutShapes offcuts={offcuts} onChoose={onChoose} />
    </div>
  );
}

function StockDialog({
  open,
  materials,
  onClose,
}: {
  readonly open: Open | null;
  readonly materials: readonly Material[];
  readonly onClose: () => void;
}) {
  const t = useWords(stockUiWords);
  const f = useFormat();
  if (!open) return null;
  const choices = materials.map((material) => ({
    value: material.code,
    label: `${material.code} · ${material.name}`,
  }));
  const usual = materials[0]?.formats[0] ?? { length: 2800, width: 2070 };
  const start = { materialCode: materials[0]?.code ?? '', ...usual, rack: '' };
  const where = (
    <>
      <SelectField name="materialCode" label={t('stock.material')} options={choices} autoFocus />
      <MmField name="length" label={t('stock.length')} />
      <MmField name="width" label={t('stock.width')} />
    </>
  );
  switch (open.kind) {
    case 'receive':
      return (
        <Dialog open onClose={onClose} title={t('stock.receive')}>
          <Form
            route={receiveBoards}
            initial={{ ...start, quantity: 10 }}
            submit={t('stock.receive')}
            draft="none"
            onCancel={onClose}
            onDone={(board) => {
              onClose();
              toast({
                title: t('stock.receive.done', {
                  count: f.count(board.quantity),
                  size: f.size(hmm(board.length), hmm(board.width)),
                }),
              });
            }}
          >
            <FormGrid>
              {where}
              <NumberField name="quantity" label={t('stock.quantity')} decimals={0} />
              <MoneyField name="costPerSheet" label={t('stock.cost')} hint={t('stock.cost.hint')} />
              <TextField name="rack" label={t('stock.rack')} />
            </FormGrid>
          </Form>
        </Dialog>
      );
    case 'offcut':
      return (
        <Dialog open onClose={onClose} title={t('stock.addOffcut')}>
          <Form
            route={addOffcut}
            initial={{ ...start, length: 1000, width: 500 }}
            draft="none"
            onCancel={onClose}
            onDone={onClose}
          >
            <FormGrid>
              {where}
              <TextField name="rack" label={t('stock.rack')} />
            </FormGrid>
          </Form>
        </Dialog>
      );
    case 'count':
      return (
        <Dialog
          open
          onClose={onClose}
          title={t('stock.correct.title', { size: f.size(hmm(open.board.length), hmm(open.board.width)) })}
        >
          <Form
            route={countBoards}
            params={{ boardId: open.board.id as Id }}
            initial={{ quantity: open.board.quantity }}
            submit={t('stock.correct')}
            draft="none"
            onCancel={onClose}
            onDone={onClose}
          >
            <NumberField name="quantity" label={t('stock.inRack')} decimals={0} autoFocus />
            <NoteField name="reason" label={t('stock.reason')} rows={2} />
          </Form>
        </Dialog>
      );
    case 'scrap':
      return (
        <Dialog open onClose={onClose} title={t('stock.offcut.title', { code: open.offcut.code })}>
          <p>
            {/* The rooms downstream print it: only the address is known here. */}
            <a
              className="tn-button"
              href={`/api/labels/offcuts.pdf?offcut=${open.offcut.id}&size=50x30`}
              target="_blank"
              rel="noreferrer"
            >
              {t('stock.offcut.label', { code: open.offcut.code })}
            </a>
          </p>
          <Form
            route={scrapOffcut}
            params={{ offcutId: open.offcut.id as Id }}
            submit={t('stock.scrap')}
            draft="none"
            onCancel={onClose}
            onDone={onClose}
          >
            <NoteField name="reason" label={t('stock.reason')} rows={2} autoFocus />
          </Form>
        </Dialog>
      );
  }
}
