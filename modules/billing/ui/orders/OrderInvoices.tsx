import type { Id } from '#domain/kernel/ids.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getOrderTerms, setOrderTerms } from '../../before-issue/contract.ts';
import { issueDeposit } from '../../contract.ts';
import { CheckBefore } from '../customer/CheckBefore.tsx';
import { OrderMoney } from '../OrderMoney.tsx';
import { orderMoneyWords } from './words.ts';

const KINDS = ['deposit', 'progress'] as const;

/** What is invoiced of an order before it is delivered, and what stands on all of its invoices. */
export default function OrderInvoices() {
  const t = useWords(orderMoneyWords);
  const go = useGo();
  const orderId = useParam('orderId') as Id;
  const read = useRead(getOrderTerms, { params: { orderId } });
  return (
    <Page>
      <WhenRead read={read}>
        {(order) => (
          <>
            <PageHead
              sentence={t('orderMoney.sentence', { order: order.orderNumber, customer: order.customerName })}
              back={{ href: `/orders/${orderId}`, label: order.orderNumber }}
              more={<CheckBefore orderId={orderId} name={order.orderNumber} />}
            />
            <Columns split="even">
              <Card title={t('orderMoney.deposit')}>
                <p className="tn-muted">{t('orderMoney.depositText')}</p>
                <Form
                  route={issueDeposit}
                  params={{ orderId }}
                  submit={t('orderMoney.issue')}
                  draft="none"
                  initial={{ kind: 'deposit', percent: '30' }}
                  onDone={(issued) => {
                    toast({ title: t('orderMoney.issued', { number: issued.number }) });
                    go(`/money/invoices/${issued.id}`);
                  }}
                >
                  <FormGrid>
                    <SelectField
                      name="kind"
                      label={t('orderMoney.kind')}
                      options={KINDS.map((value) => ({ value, label: t(`orderMoney.kind.${value}`) }))}
                    />
                    <NumberField name="percent" label={t('orderMoney.percent')} unit="%" as="text" />
                  </FormGrid>
                </Form>
              </Card>
              <Card title={t('orderMoney.reference')}>
                <p className="tn-muted">
                  {order.customerReference
                    ? t('orderMoney.referenceOfCustomer', { reference: order.customerReference })
                    : t('orderMoney.referenceNone')}
                </p>
                <Form
                  route={setOrderTerms}
                  params={{ orderId }}
                  draft="none"
                  initial={{ buyerReference: order.buyerReference }}
                  onDone={() => toast({ title: t('orderMoney.saved') })}
                >
                  <TextField
                    name="buyerReference"
                    label={t('orderMoney.referenceField')}
                    hint={t('orderMoney.referenceHint')}
                  />
                </Form>
              </Card>
            </Columns>
            <OrderMoney orderId={orderId} />
          </>
        )}
      </WhenRead>
    </Page>
  );
}
