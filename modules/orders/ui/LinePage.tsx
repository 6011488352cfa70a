import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Product } from '#domain/product/definition.ts';
import { ExplosionView, getProduct } from '#modules/catalog/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { MoneyField, NumberField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  getLineParts,
  getOrder,
  may,
  removeLine,
  updateLine,
  type OrderLine,
  type OrderView,
} from '../contract.ts';
import { FreeLine } from './FreeLine.tsx';
import { LineForm } from './LineForm.tsx';
import { orderUiWords } from './words.ts';

/** One line of an order: to change while it is a draft or quoted, to look at afterwards. */
export default function LinePage() {
  const t = useWords(orderUiWords);
  const orderId = useParam('orderId') as Id;
  const lineNo = Number(useParam('lineNo'));
  const read = useRead(getOrder, { params: { orderId } }, { live: ['order.'] });
  const line = read.data?.lines.find((each) => each.lineNo === lineNo);
  const open = read.data?.state === 'draft' || read.data?.state === 'quoted';
  return (
    <Page>
      <PageHead
        sentence={
          line && read.data
            ? t('orders.line.page', { name: line.name, number: read.data.number })
            : t('orders.line')
        }
        note={line?.description}
        back={{ href: `/orders/${orderId}`, label: read.data?.number ?? t('orders.number') }}
      />
      <WhenRead read={read}>
        {(order) =>
          !line ? (
            <p>{t('orders.lines.none')}</p>
          ) : line.kind === 'free' || line.kind === 'text' ? (
            <NotMade order={order} line={line} open={open} />
          ) : open && line.kind === 'product' ? (
            <ProductLine order={order} line={line} />
          ) : (
            <>
              {open && <ListLine order={order} line={line} />}
              <LineParts orderId={orderId} lineNo={lineNo} />
            </>
          )
        }
      </WhenRead>
    </Page>
  );
}

interface Props {
  readonly order: OrderView;
  readonly line: OrderLine;
}

function useRemove({ order, line }: Props) {
  const t = useWords(orderUiWords);
  const go = useGo();
  const remove = useChange(removeLine, {
    onDone: () => {
      toast({ title: t('orders.line.removed', { name: line.name }) });
      go(`/orders/${order.id}`);
    },
  });
  return (
    <Button
      kind="danger"
      busy={remove.busy}
      onClick={() => void remove.send({ params: { orderId: order.id as Id, lineNo: line.lineNo } })}
    >
      {t('orders.line.remove')}
    </Button>
  );
}

function ProductLine({ order, line }: Props) {
  const t = useWords(orderUiWords);
  const go = useGo();
  const productId = line.productId as Id;
  const product = useRead(getProduct, { params: { productId } });
  const save = useChange(updateLine, { problems: 'silent', onDone: () => go(`/orders/${order.id}`) });
  const remove = useRemove({ order, line });
  return (
    <WhenRead read={product}>
      {(loaded) => (
        <LineForm
          productId={productId}
          product={loaded.definition as unknown as Product}
          initial={{
            parameters: line.parameters,
            quantity: line.quantity,
            unitNet: line.unitNet === line.calculated ? null : line.unitNet,
          }}
          submit={t('orders.line.save')}
          busy={save.busy}
          problem={save.problem}
          promisedOn={order.promisedOn as Day | null}
          more={remove}
          onSubmit={(draft) =>
            void save.send({
              params: { orderId: order.id as Id, lineNo: line.lineNo },
              body: { ...draft, parameters: { ...draft.parameters } },
            })
          }
        />
      )}
    </WhenRead>
  );
}

/** A free line or a text: to change while the order is open, else as it stands on its papers. */
function NotMade({ order, line, open }: Props & { readonly open: boolean }) {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const mayWrite = useMay(may.write);
  const remove = useRemove({ order, line });
  if (open && mayWrite)
    return (
      <Card side={remove} title={t('orders.free.title')}>
        <FreeLine orderId={order.id as Id} line={line} />
      </Card>
    );
  return (
    <Card title={t('orders.free.title')}>
      <Facts
        facts={[
          { label: t('orders.free.note'), value: line.note },
          {
            label: t('orders.line.quantity'),
            value: line.kind === 'free' && [f.count(line.quantity), line.unit].filter(Boolean).join(' '),
          },
          {
            label: t('orders.line.net'),
            value: line.kind === 'free' && f.money(line.net, order.currency),
          },
        ]}
      />
    </Card>
  );
}

function ListLine({ order, line }: Props) {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const go = useGo();
  const remove = useRemove({ order, line });
  return (
    <Card side={remove} title={t('orders.line')}>
      <Form
        route={updateLine}
        params={{ orderId: order.id as Id, lineNo: line.lineNo }}
        initial={{ quantity: line.quantity, unitNet: line.unitNet === line.calculated ? null : line.unitNet }}
        submit={t('orders.line.save')}
        draft="none"
        onDone={() => go(`/orders/${order.id}`)}
      >
        <FormGrid>
          <NumberField name="quantity" label={t('orders.list.sets')} decimals={0} />
          <MoneyField
            name="unitNet"
            label={t('orders.line.price.own')}
            hint={t('orders.line.price.hint', { price: f.money(line.calculated) })}
          />
        </FormGrid>
      </Form>
    </Card>
  );
}

function LineParts({ orderId, lineNo }: { readonly orderId: Id; readonly lineNo: number }) {
  const read = useRead(getLineParts, { params: { orderId, lineNo } });
  return <WhenRead read={read}>{(explosion) => <ExplosionView explosion={explosion} cost />}</WhenRead>;
}
