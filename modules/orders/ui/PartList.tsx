import { useId, useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { listMaterials, PartsTable } from '#modules/catalog/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead, type Read } from '#platform/web-kit/data.ts';
import { NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getPartList, readPartList, takePartList } from '../contract.ts';
import type { PartListPreview } from '../order-shapes.ts';
import { orderUiWords } from './words.ts';

/** An uploaded part list: what its codes are, what is wrong with which cell, and the rows that can be made. */
export default function PartList() {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const orderId = useParam('orderId') as Id;
  const importId = useParam('importId') as Id;
  const read = useRead(getPartList, { params: { orderId, importId } }, { live: ['material.', 'order.'] });
  const list = read.data;
  return (
    <Page>
      <PageHead
        sentence={
          list
            ? t('orders.list.title', { file: list.fileName, good: list.good.length })
            : t('orders.list.drop')
        }
        note={
          list &&
          (list.refusedRows
            ? t('orders.list.refused', { count: list.refusedRows })
            : t('orders.list.refused.none'))
        }
        back={{ href: `/orders/${orderId}`, label: t('orders.number') }}
      />
      <WhenRead read={read}>
        {(preview) => (
          <>
            {preview.lineNo === null ? (
              <>
                <Codes key={unmatchedKey(preview)} orderId={orderId} list={preview} />
                <Take orderId={orderId} list={preview} />
              </>
            ) : (
              <p className="tn-notice">{t('orders.list.taken', { line: preview.lineNo })}</p>
            )}
            {faultsToShow(preview).length > 0 && <Refused read={read} />}
            {preview.good.length > 0 && (
              <Card
                title={t('orders.list.good')}
                side={<span className="tn-num">{f.count(preview.good.length)}</span>}
                flush
              >
                <PartsTable parts={preview.good} />
              </Card>
            )}
            {preview.ignoredColumns.length > 0 && (
              <p className="tn-small tn-muted">
                {t('orders.list.ignored', { columns: f.list(preview.ignoredColumns) })}
              </p>
            )}
          </>
        )}
      </WhenRead>
    </Page>
  );
}

function unmatchedKey({ unmatched }: PartListPreview): string {
  return JSON.stringify([
    unmatched.materials.map((each) => each.code),
    unmatched.edges.map((each) => each.code),
    unmatched.marked,
  ]);
}

/** Codes are asked for above, once each with their rows; what is listed here is wrong with single cells. */
const ASKED_ABOVE = ['row_material_not_listed', 'row_edge_not_listed', 'row_edge_not_named'];

function faultsToShow(list: PartListPreview): PartListPreview['refused'] {
  return list.lineNo === null
    ? list.refused.filter((fault) => !ASKED_ABOVE.includes(fault.code))
    : list.refused;
}

/** One choice per code that this factory does not have; what comes near stands first. */
function Codes({ orderId, list }: { readonly orderId: Id; readonly list: PartListPreview }) {
  const t = useWords(orderUiWords);
  const materials = useRead(listMaterials, {}, { live: ['material.'] });
  const save = useChange(readPartList);
  const { unmatched } = list;
  const [boards, setBoards] = useState<Record<string, string>>(() => firstProposals(unmatched.materials));
  const [edges, setEdges] = useState<Record<string, string>>(() => firstProposals(unmatched.edges));
  const [marked, setMarked] = useState(list.reading.markedEdge ?? '');
  if (unmatched.materials.length + unmatched.edges.length === 0 && !unmatched.marked) return null;
  const here = `/orders/${orderId}/lists/${list.id}`;
  const chosen = (choices: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(choices).filter(([, ours]) => ours !== ''));
  const apply = (): void => {
    // '-' stands for "no edge", which the server writes as an empty code.
    const ours = Object.fromEntries(
      Object.entries(chosen(edges)).map(([theirs, code]) => [theirs, code === '-' ? '' : code]),
    );
    void save.send({
      params: { orderId, importId: list.id as Id },
      body: { materials: chosen(boards), edges: ours, markedEdge: marked || null, sizes: list.reading.sizes },
    });
  };
  const edgeCodes = materials.data?.edges ?? [];
  return (
    <Card title={t('orders.list.unmatched')}>
      <form
        className="tn-form"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <FormGrid>
          {unmatched.materials.map((each) => (
            <div key={each.code} className="tn-flow-tight">
              <CodeChoice
                label={t('orders.list.unmatched.material', { code: each.code })}
                hint={t('orders.list.rows', { count: each.rows })}
                value={boards[each.code] ?? ''}
                proposals={each.proposals}
                others={materials.data?.boards ?? []}
                onChange={(ours) => setBoards({ ...boards, [each.code]: ours })}
              />
              <ButtonLink
                kind="quiet"
                href={`/products/materials/new?code=${encodeURIComponent(each.code)}&thickness=${each.thickness ?? ''}&back=${encodeURIComponent(here)}`}
              >
                {t('orders.list.newBoard', { code: each.code })}
              </ButtonLink>
            </div>
          ))}
          {unmatched.edges.map((each) => (
            <CodeChoice
              key={each.code}
              label={t('orders.list.unmatched.edge', { code: each.code })}
              hint={t('orders.list.rows', { count: each.rows })}
              value={edges[each.code] ?? ''}
              proposals={each.proposals}
              others={[...edgeCodes, { code: '-', name: t('orders.list.noEdge') }]}
              onChange={(ours) => setEdges({ ...edges, [each.code]: ours })}
            />
          ))}
          {unmatched.marked && (
            <CodeChoice
              label={t('orders.list.unmatched.marked')}
              value={marked}
              proposals={[]}
              others={edgeCodes}
              onChange={setMarked}
            />
          )}
        </FormGrid>
        <div className="tn-row">
          <Button type="submit" kind={list.good.length === 0 ? 'primary' : 'plain'} busy={save.busy}>
            {t('orders.list.apply')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function firstProposals(
  all: readonly { code: string; proposals: readonly { code: string }[] }[],
): Record<string, string> {
  return Object.fromEntries(all.map((each) => [each.code, each.proposals[0]?.code ?? '']));
}

interface Choice {
  readonly code: string;
  readonly name: string;
}

interface CodeChoiceProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly proposals: readonly Choice[];
  readonly others: readonly Choice[];
  readonly onChange: (code: string) => void;
}

function CodeChoice({ label, hint, value, proposals, others, onChange }: CodeChoiceProps) {
  const t = useWords(orderUiWords);
  const id = useId();
  const option = (choice: Choice) => (
    <option key={choice.code} value={choice.code}>
      {choice.code === '-' ? choice.name : `${choice.code} · ${choice.name}`}
    </option>
  );
  const rest = others.filter((other) => !proposals.some((proposal) => proposal.code === other.code));
  return (
    <div className="tn-field">
      <label htmlFor={id}>
        {label} {hint && <span className="tn-muted">{hint}</span>}
      </label>
      <span className="tn-input">
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">–</option>
          {proposals.length > 0 && (
            <optgroup label={t('orders.list.suggested')}>{proposals.map(option)}</optgroup>
          )}
          {rest.length > 0 && <optgroup label={t('orders.list.other')}>{rest.map(option)}</optgroup>}
        </select>
      </span>
    </div>
  );
}

function Take({ orderId, list }: { readonly orderId: Id; readonly list: PartListPreview }) {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const go = useGo();
  return (
    <Card
      title={t('orders.line')}
      side={list.good.length > 0 && <span className="tn-num">{f.money(list.unitNet)}</span>}
    >
      <Form
        route={takePartList}
        params={{ orderId, importId: list.id as Id }}
        initial={{ name: list.fileName.replace(/\.[a-z]{3,4}$/i, ''), quantity: 1 }}
        constant={{ unitNet: null }}
        submit={t('orders.list.take', { good: list.good.length })}
        refused={list.good.length === 0 ? t('orders.list.take.refused') : null}
        draft="none"
        onDone={() => go(`/orders/${orderId}`)}
      >
        <FormGrid>
          <TextField name="name" label={t('orders.list.name')} />
          <NumberField name="quantity" label={t('orders.list.sets')} decimals={0} />
        </FormGrid>
      </Form>
    </Card>
  );
}

function Refused({ read }: { readonly read: Read<PartListPreview> }) {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const count = new Set(faultsToShow(read.data!).map((fault) => fault.row)).size;
  return (
    <Card title={t('orders.list.refused', { count })} flush>
      <Lines
        label={t('orders.list.refused', { count })}
        read={pick(read, (list) => faultsToShow(list).map((fault, i) => ({ ...fault, key: `${i}` })))}
        rows={(faults) => faults}
        rowKey={(fault) => fault.key}
        trouble={() => true}
        empty={{ sentence: t('orders.list.refused.none') }}
        columns={[
          {
            key: 'row',
            head: t('orders.list.row'),
            cell: (fault) => f.count(fault.row),
            align: 'end',
            phone: 'side',
          },
          {
            key: 'cell',
            head: t('orders.list.cell'),
            cell: (fault) => [fault.cell, fault.column].filter(Boolean).join(' · ') || '–',
          },
          { key: 'value', head: t('orders.list.value'), cell: (fault) => fault.value || '–' },
          { key: 'what', head: t('orders.list.what'), cell: (fault) => fault.title, phone: 'title' },
          { key: 'remedy', head: t('orders.list.remedy'), cell: (fault) => fault.remedy, phone: 'bare' },
        ]}
      />
    </Card>
  );
}
