import { useState } from 'react';
import { hmm } from '#domain/kernel/units.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createBatch, listCutting, type BatchRow, type WaitingMaterial } from '../contract.ts';
import { PlanEverything, ReleaseEverything } from './PlanEverything.tsx';
import { officeWords } from './words.ts';
import './cutting.css';

const TONES = {
  open: 'waiting',
  solving: 'running',
  solved: 'chosen',
  released: 'running',
  cut: 'done',
} as const;

/** What waits for the saw, per material, and the batches it was gathered into. */
export default function Cutting() {
  const t = useWords(officeWords);
  const f = useFormat();
  const [chosen, setChosen] = useState<WaitingMaterial | null>(null);
  const read = useRead(listCutting, {}, { live: ['work.', 'batch.', 'plan.', 'sheet.', 'part.remade'] });
  const materials = read.data?.materials ?? [];
  const parts = materials.reduce((sum, material) => sum + material.parts, 0);
  const area = materials.reduce((sum, material) => sum + material.squareMetres, 0);
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('production.waiting.sentence', { parts }) : t('production.cutting')}
        note={
          parts > 0
            ? t('production.waiting.note', { materials: materials.length, area: f.area(area) })
            : undefined
        }
        action={
          materials.length > 0 ? (
            <PlanEverything materials={materials} />
          ) : (
            <ReleaseEverything batches={read.data?.batches ?? []} />
          )
        }
        more={materials.length > 0 && <ReleaseEverything batches={read.data?.batches ?? []} kind="plain" />}
      />
      <Card title={t('production.material')} flush>
        <Lines
          label={t('production.cutting')}
          read={pick(read, (answer) => answer.materials)}
          rows={(list) => list}
          rowKey={(row) => row.code}
          empty={{ sentence: t('production.waiting.none'), example: t('production.waiting.example') }}
          columns={[
            {
              key: 'name',
              head: t('production.material'),
              cell: (row) => <span>{row.name}</span>,
              phone: 'title',
            },
            { key: 'parts', head: t('production.parts'), cell: (row) => f.count(row.parts), align: 'end' },
            {
              key: 'area',
              head: t('production.area'),
              cell: (row) => f.area(row.squareMetres),
              align: 'end',
              phone: 'side',
            },
            {
              key: 'orders',
              head: t('production.orders'),
              cell: (row) => row.orders.map((order) => order.number).join(', '),
            },
            {
              key: 'due',
              head: t('production.firstDue'),
              cell: (row) => f.day(row.orders[0]!.dueOn),
              align: 'end',
            },
            {
              key: 'make',
              head: t('production.batch'),
              align: 'end',
              phone: 'bare',
              cell: (row) => (
                <Button
                  aria-label={`${t('production.batch.make')}: ${row.name}`}
                  onClick={() => setChosen(row)}
                >
                  {t('production.batch.make')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t('production.batches')} flush>
        <Lines
          label={t('production.batches')}
          read={pick(read, (answer) => answer.batches)}
          rows={(list) => list}
          rowKey={(row) => row.id}
          href={(row) => `/cutting/${row.id}`}
          empty={{ sentence: t('production.batch.none'), example: t('production.batch.example') }}
          columns={[
            { key: 'number', head: t('production.batch'), cell: (row) => `B-${row.number}`, phone: 'title' },
            { key: 'material', head: t('production.material'), cell: (row) => row.material },
            {
              key: 'state',
              head: t('production.state'),
              cell: (row) => <BatchState batch={row} />,
              phone: 'side',
            },
            { key: 'parts', head: t('production.parts'), cell: (row) => f.count(row.parts), align: 'end' },
            {
              key: 'area',
              head: t('production.area'),
              cell: (row) => f.area(row.squareMetres),
              align: 'end',
            },
            {
              key: 'sheets',
              head: t('production.sheets'),
              cell: (row) =>
                row.sheets > 0 ? t('production.sheetsCut', { cut: row.sheetsCut, all: row.sheets }) : '',
              align: 'end',
            },
            {
              key: 'orders',
              head: t('production.orders'),
              cell: (row) =>
                (row.purpose === 'remake' ? `${t('production.remake')}: ` : '') + row.orders.join(', '),
            },
          ]}
        />
      </Card>
      {chosen && <ChooseOrders material={chosen} onClose={() => setChosen(null)} />}
    </Page>
  );
}

export function BatchState({ batch }: { readonly batch: BatchRow }) {
  const t = useWords(officeWords);
  return <StateTag tone={TONES[batch.state]}>{t(`production.state.${batch.state}`)}</StateTag>;
}

/** The planner picks the orders whose parts are cut together; all are picked to begin with. */
function ChooseOrders({
  material,
  onClose,
}: {
  readonly material: WaitingMaterial;
  readonly onClose: () => void;
}) {
  const t = useWords(officeWords);
  const f = useFormat();
  const go = useGo();
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const make = useChange(createBatch, { onDone: (batch) => go(`/cutting/${batch.id}`) });
  const orders = material.orders.filter((order) => !without.has(order.orderId));
  const parts = orders.reduce((sum, order) => sum + order.parts, 0);
  const toggle = (orderId: string): void => {
    const next = new Set(without);
    if (!next.delete(orderId)) next.add(orderId);
    setWithout(next);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('production.batch.makeOf', { material: `${material.name}, ${f.mm(hmm(material.thickness))}` })}
    >
      <ul className="pr-choose">
        {material.orders.map((order) => (
          <li key={order.orderId}>
            <label>
              <input
                type="checkbox"
                checked={!without.has(order.orderId)}
                onChange={() => toggle(order.orderId)}
              />
              <span className="tn-strong">{order.number}</span>
              <span className="tn-muted">{order.customerName}</span>
              <span className="tn-num">{f.day(order.dueOn)}</span>
              <span className="tn-num">{f.area(order.squareMetres)}</span>
            </label>
            {order.remakes > 0 && (
              <span className="tn-small tn-muted">{t('production.remakes', { count: order.remakes })}</span>
            )}
          </li>
        ))}
      </ul>
      <Button
        kind="primary"
        busy={make.busy}
        refused={parts === 0 ? t('production.waiting.none') : null}
        onClick={() =>
          void make.send({
            body: { material: material.code, orderIds: orders.map((order) => order.orderId) },
          })
        }
      >
        {t('production.batch.make')} · {f.count(parts)} {t('production.parts')}
      </Button>
    </Dialog>
  );
}
