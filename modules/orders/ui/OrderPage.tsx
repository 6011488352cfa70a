import { useState } from 'react';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead, type Read } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { CheckField, NoteField } from '#platform/web-kit/fields.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { Answers, ButtonLink, Card, Columns, Facts, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { StepBar, Timeline } from '#platform/web-kit/steps.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  acceptOrder,
  cancelOrder,
  copyOrder,
  getOrder,
  may,
  quoteOrder,
  uploadPartList,
  type OrderView,
} from '../contract.ts';
import { EventText, Papers, useSteps } from './order-sections.tsx';
import { OrderStateTag } from './order-state.tsx';
import { orderUiWords } from './words.ts';

const LIVE = ['order.', 'work.', 'part.', 'plan.', 'unit.', 'delivery.', 'invoice.', 'mail.'];

/** One order: its state and one thing to do | nine steps | lines | totals | timeline. */
export default function OrderPage() {
  const t = useWords(orderUiWords);
  const orderId = useParam('orderId') as Id;
  const read = useRead(getOrder, { params: { orderId } }, { live: LIVE });
  return (
    <Page>
      {read.data ? (
        <OrderBody order={read.data} read={read} />
      ) : (
        <>
          <PageHead sentence={t('orders.number')} back={{ href: '/orders', label: t('orders.title') }} />
          <WhenRead read={read}>{() => null}</WhenRead>
        </>
      )}
    </Page>
  );
}

function useSentence(order: OrderView): string {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const { number, state } = order;
  if (state === 'accepted') {
    if (order.steps.every((step) => step.state === 'done')) return t('orders.page.paid', { number });
    if (order.steps.find((step) => step.key === 'deliver')?.state === 'done')
      return t('orders.page.delivered', { number });
    const day = order.dueOn ? f.day(order.dueOn as Day) : '–';
    return t(order.late ? 'orders.page.late' : 'orders.page.accepted', { number, day });
  }
  if (state === 'quoted') return t('orders.page.quoted', { number, day: f.day(order.validUntil as Day) });
  return t(`orders.page.${state}`, { number });
}

/** What the order waits for; `done` once it is paid. */
const stepOf = (order: OrderView): string => order.steps.find((step) => step.state === 'now')?.key ?? 'done';

function OrderBody({ order, read }: { readonly order: OrderView; readonly read: Read<OrderView> }) {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const today = useToday();
  const go = useGo();
  const sentence = useSentence(order);
  const mayWrite = useMay(may.write);
  const open = order.state === 'draft' || order.state === 'quoted';
  const params = { orderId: order.id as Id };
  return (
    <>
      <PageHead
        sentence={sentence}
        note={[order.customer.name, order.customer.city, order.reference].filter(Boolean).join(' · ')}
        tag={<OrderStateTag state={order.state} late={order.late} step={stepOf(order)} />}
        back={{ href: '/orders', label: t('orders.title') }}
        action={mayWrite && <PrimaryAction order={order} />}
        more={mayWrite && <MoreActions order={order} />}
      />
      <StepBar steps={useSteps(order)} />
      {order.lines.length > 0 && (
        <Answers>
          <Stat label={t('orders.total.gross')} value={f.money(order.totals.gross, order.currency)}>
            {t('orders.total.net')} {f.money(order.totals.net, order.currency)}
          </Stat>
          <Stat
            label={t('orders.margin')}
            value={order.margin.basisPoints === null ? '–' : f.percent(order.margin.basisPoints / 10_000)}
          >
            {f.money(order.margin.amount, order.currency)}
          </Stat>
          <Stat label={t('orders.pieces')} value={f.count(order.pieces)}>
            {f.kilograms(order.kilograms)} · {f.minutes(order.minutes)}
          </Stat>
        </Answers>
      )}
      <Card
        title={t('orders.lines')}
        flush
        side={
          open &&
          mayWrite &&
          order.lines.length > 0 && (
            <ButtonLink href={`/orders/${order.id}/add`}>{t('orders.line.add')}</ButtonLink>
          )
        }
      >
        <Lines
          label={t('orders.lines')}
          read={pick(read, (answer) => answer.lines)}
          rows={(lines) => lines}
          rowKey={(line) => String(line.lineNo)}
          href={(line) => `/orders/${order.id}/lines/${line.lineNo}`}
          empty={{ sentence: t('orders.lines.none'), example: t('orders.lines.example') }}
          columns={[
            { key: 'name', head: t('orders.line'), cell: (line) => line.name, phone: 'title' },
            {
              key: 'what',
              head: t('orders.line.what'),
              cell: (line) => <span className="tn-muted">{line.description}</span>,
              phone: 'bare',
            },
            {
              key: 'pieces',
              head: t('orders.pieces'),
              cell: (line) => (line.pieces > 0 ? f.count(line.pieces) : ''),
              align: 'end',
            },
            {
              key: 'quantity',
              head: t('orders.line.quantity'),
              cell: (line) =>
                line.kind === 'text' ? '' : [f.count(line.quantity), line.unit].filter(Boolean).join(' '),
              align: 'end',
            },
            {
              key: 'unit',
              head: t('orders.line.unit'),
              align: 'end',
              cell: (line) =>
                line.kind !== 'text' && (
                  <>
                    {f.money(line.unitNet, order.currency)}
                    {line.unitNet !== line.calculated && (
                      <span className="tn-small tn-muted"> {t('orders.line.set')}</span>
                    )}
                  </>
                ),
            },
            {
              key: 'net',
              head: t('orders.line.net'),
              cell: (line) => (line.kind === 'text' ? '' : f.money(line.net, order.currency)),
              align: 'end',
              phone: 'side',
            },
          ]}
        />
      </Card>
      {open && mayWrite && (
        <Card title={t('orders.list.drop')}>
          <FileDrop
            route={uploadPartList}
            input={{ params }}
            label={t('orders.list.drop')}
            types={['.xlsx', '.csv', '.txt']}
            onDone={(list) => go(`/orders/${order.id}/lists/${list.id}`)}
          />
        </Card>
      )}
      {order.lines.length > 0 && (
        <Columns>
          <Card title={t('orders.totals')}>
            <Facts
              facts={[
                { label: t('orders.total.net'), value: f.money(order.totals.net, order.currency) },
                ...order.totals.taxes.map((tax) => ({
                  label: t('orders.total.tax', { percent: tax.percent }),
                  value: f.money(tax.tax, order.currency),
                })),
                {
                  label: t('orders.total.gross'),
                  value: <strong>{f.money(order.totals.gross, order.currency)}</strong>,
                },
                { label: t('orders.wanted'), value: order.wantedOn && f.day(order.wantedOn as Day) },
                {
                  label: t('orders.promised'),
                  value: order.promisedOn && f.day(order.promisedOn as Day),
                  trouble: order.late,
                },
              ]}
            />
          </Card>
          <Card title={t('orders.calculation')}>
            <Facts
              facts={[
                { label: t('orders.cost.boards'), value: f.money(order.cost.boards, order.currency) },
                { label: t('orders.cost.edges'), value: f.money(order.cost.edges, order.currency) },
                { label: t('orders.cost.hardware'), value: f.money(order.cost.hardware, order.currency) },
                { label: t('orders.cost.labour'), value: f.money(order.cost.labour, order.currency) },
                {
                  label: t('orders.cost.other'),
                  value: Number(order.cost.other) > 0 && f.money(order.cost.other, order.currency),
                },
                {
                  label: t('orders.cost.total'),
                  value: <strong>{f.money(order.cost.total, order.currency)}</strong>,
                },
              ]}
            />
          </Card>
          <Card title={t('orders.papers')}>
            <Papers order={order} />
          </Card>
        </Columns>
      )}
      <Card title={t('orders.timeline')}>
        <Timeline
          today={today}
          happenings={order.timeline.map((event) => ({
            id: event.id,
            at: event.at as Instant,
            who: event.by,
            what: <EventText name={event.name} facts={event.facts} />,
          }))}
        />
      </Card>
    </>
  );
}

/** The one thing to do next. */
function PrimaryAction({ order }: { readonly order: OrderView }) {
  const t = useWords(orderUiWords);
  const params = { orderId: order.id as Id };
  const quote = useChange(quoteOrder, {
    onDone: (quoted) =>
      toast({ title: t('orders.quote.sent', { number: quoted.number, email: quoted.customer.email }) }),
  });
  const accept = useChange(acceptOrder, {
    onDone: (accepted) => toast({ title: t('orders.accepted', { number: accepted.number }) }),
  });
  switch (order.state) {
    case 'draft':
      // While there is no line, adding one is the page's action.
      return order.lines.length === 0 ? (
        <ButtonLink kind="primary" href={`/orders/${order.id}/add`}>
          {t('orders.line.add')}
        </ButtonLink>
      ) : (
        <Button kind="primary" busy={quote.busy} onClick={() => void quote.send({ params, body: {} })}>
          {t('orders.quote')}
        </Button>
      );
    case 'quoted':
      return (
        <Button kind="primary" busy={accept.busy} onClick={() => void accept.send({ params, body: {} })}>
          {t('orders.accept')}
        </Button>
      );
    case 'accepted':
      return <NextPlace order={order} />;
    case 'cancelled':
      return null;
  }
}

function NextPlace({ order }: { readonly order: OrderView }) {
  const t = useWords(orderUiWords);
  const now = order.steps.find((step) => step.state === 'now')?.key;
  if (now === 'optimise')
    return (
      <ButtonLink kind="primary" href="/cutting">
        {t('orders.go.cutting')}
      </ButtonLink>
    );
  if (now === 'deliver')
    return (
      <ButtonLink kind="primary" href="/deliveries">
        {t('orders.go.deliver')}
      </ButtonLink>
    );
  if (now === 'invoice')
    return (
      <ButtonLink kind="primary" href="/money">
        {t('orders.go.money')}
      </ButtonLink>
    );
  return now ? (
    <ButtonLink kind="primary" href="/schedule">
      {t('orders.go.schedule')}
    </ButtonLink>
  ) : null;
}

function MoreActions({ order }: { readonly order: OrderView }) {
  const t = useWords(orderUiWords);
  const go = useGo();
  const [cancelling, setCancelling] = useState(false);
  const copy = useChange(copyOrder, {
    onDone: (made) => {
      toast({ title: t('orders.copied', { number: made.number }) });
      go(`/orders/${made.id}`);
    },
  });
  const params = { orderId: order.id as Id };
  return (
    <>
      {order.state === 'accepted' && (
        <ButtonLink href={`/money/orders/${order.id}`}>{t('orders.money')}</ButtonLink>
      )}
      {order.lines.length > 0 && (
        <Button busy={copy.busy} onClick={() => void copy.send({ params, body: {} })}>
          {t('orders.copy')}
        </Button>
      )}
      {order.state !== 'cancelled' && stepOf(order) !== 'done' && (
        <Button onClick={() => setCancelling(true)}>{t('orders.cancel')}</Button>
      )}
      <Dialog
        open={cancelling}
        onClose={() => setCancelling(false)}
        title={t('orders.cancel.title', { number: order.number })}
      >
        <Form
          route={cancelOrder}
          params={params}
          submit={t('orders.cancel')}
          draft="none"
          onCancel={() => setCancelling(false)}
          onDone={() => setCancelling(false)}
        >
          {order.state === 'accepted' && <p>{t('orders.cancel.accepted')}</p>}
          <NoteField name="reason" label={t('orders.cancel.reason')} rows={2} autoFocus />
          <CheckField name="tell" label={t('orders.cancel.tell', { email: order.customer.email })} />
        </Form>
      </Dialog>
    </>
  );
}
