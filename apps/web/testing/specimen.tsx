import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { hmm } from '#domain/kernel/units.ts';
import { route } from '#platform/http/contract.ts';
import { amount, line, millimetres } from '#platform/http/fields.ts';
import { browserClient, createQueries, startPage } from '#platform/web-kit/Base.tsx';
import { Button } from '#platform/web-kit/button.tsx';
import type { Read } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import {
  CheckField,
  MmField,
  MoneyField,
  NoteField,
  NumberField,
  SelectField,
  TextField,
} from '#platform/web-kit/fields.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Kit } from '#platform/web-kit/Kit.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { NavigatorContext } from '#platform/web-kit/navigate.tsx';
import { Answers, Card, Columns, Facts, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { Bar, StateTag } from '#platform/web-kit/signs.tsx';
import { ORDER_STEPS, StepBar, Timeline } from '#platform/web-kit/steps.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { specimenWords } from './specimen-words.ts';

const save = route({
  method: 'POST',
  path: '/api/specimen',
  may: 'public',
  summary: 'Takes a customer.',
  body: z.strictObject({
    name: line(40),
    email: z.email(),
    paymentDays: z.number().int().min(0).max(120),
    widthMm: millimetres,
    credit: amount,
    country: z.enum(['DE', 'AT', 'PL']),
    vat: z.string().max(20).optional(),
    notes: z.string().default(''),
    news: z.boolean(),
  }),
  response: z.object({ id: z.string() }),
});
const upload = route({
  method: 'POST',
  path: '/api/specimen/file',
  may: 'public',
  summary: 'Takes a list.',
  kind: 'upload',
  bytesMax: 2_000,
  response: z.object({ rows: z.number() }),
});

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly due: string;
  readonly late: boolean;
  readonly share: number;
  readonly price: string;
}
const ORDERS: readonly Order[] = [
  {
    id: 'K-1042',
    customer: 'Forest House Ltd (demo)',
    due: '2026-11-27',
    late: true,
    share: 0.46,
    price: '6480.00',
  },
  {
    id: 'K-1044',
    customer: 'Alder & Lime (demo)',
    due: '2026-12-02',
    late: false,
    share: 0.62,
    price: '1284.00',
  },
  {
    id: 'K-1047',
    customer: 'Riverside School (demo)',
    due: '2026-12-04',
    late: false,
    share: 0.78,
    price: '18240.50',
  },
  {
    id: 'K-1050',
    customer: 'North Shelf Rooms (demo)',
    due: '2026-12-09',
    late: false,
    share: 0,
    price: '912.40',
  },
];
const read = <T,>(state: Read<T>['state'], data?: T): Read<T> => ({
  state,
  data,
  again: () => undefined,
  problem:
    state === 'failed'
      ? { code: 'bug', status: 500, title: 'This could not be loaded.', requestId: 'req-7f' }
      : null,
});

function List({
  orders,
  virtual = false,
}: {
  readonly orders: Read<readonly Order[]>;
  readonly virtual?: boolean;
}) {
  const t = useWords(specimenWords);
  const f = useFormat();
  return (
    <Lines
      label={t('orders')}
      read={orders}
      rows={(rows) => rows}
      rowKey={(row) => row.id}
      href={(row) => `/orders/${row.id}`}
      trouble={(row) => row.late}
      virtual={virtual}
      empty={{ sentence: t('none'), example: t('example'), action: <Button>{t('create')}</Button> }}
      columns={[
        { key: 'id', head: t('number'), cell: (row) => row.id, phone: 'title' },
        { key: 'customer', head: t('customer'), cell: (row) => row.customer, phone: 'bare' },
        {
          key: 'state',
          head: t('state'),
          cell: (row) =>
            row.late ? (
              <StateTag tone="late">{t('day')}</StateTag>
            ) : row.share > 0 ? (
              <StateTag tone="running">{t('running')}</StateTag>
            ) : (
              <StateTag tone="waiting">{t('waiting')}</StateTag>
            ),
        },
        {
          key: 'work',
          head: t('progress'),
          cell: (row) => (
            <Bar
              share={row.share}
              label={`${row.id} ${f.percent(row.share, 0)}`}
              tone={row.late ? 'trouble' : 'work'}
            />
          ),
          width: '9rem',
          phone: 'hide',
        },
        { key: 'due', head: t('due'), cell: (row) => f.day(row.due), align: 'end' },
        { key: 'price', head: t('price'), cell: (row) => f.money(row.price), align: 'end', phone: 'side' },
      ]}
    />
  );
}

function Specimen() {
  const t = useWords(specimenWords);
  const f = useFormat();
  const [open, setOpen] = useState(false);
  const many = Array.from({ length: 5_000 }, (_, i): Order => ({ ...ORDERS[i % 4]!, id: `K-${10_000 + i}` }));
  if (location.hash === '#many')
    return (
      <main>
        <Page>
          <PageHead sentence={t('orders')} />
          <Card flush>
            <List orders={read('ready', many)} virtual />
          </Card>
        </Page>
      </main>
    );
  return (
    <main>
      <Page>
        <PageHead
          sentence={t('sentence')}
          note={t('note')}
          more={
            <Button onClick={() => toast({ title: t('released'), undo: () => undefined })}>
              {t('print')}
            </Button>
          }
          action={
            <Button kind="primary" onClick={() => setOpen(true)}>
              {t('open')}
            </Button>
          }
        />
        <Answers>
          <Stat
            label={t('late')}
            value={f.count(2)}
            of={t('lateOf')}
            trouble
            action={<Button kind="primary">{t('fix')}</Button>}
          >
            {t('lateText')}
          </Stat>
          <Stat label={t('yield')} value={f.percent(0.914)} action={<Button>{t('offcuts')}</Button>}>
            {t('yieldText')}
          </Stat>
          <Stat
            label={t('cash')}
            value={f.money('18240.00', 'EUR', 'none')}
            action={<Button>{t('remind')}</Button>}
          >
            {t('cashText')}
          </Stat>
        </Answers>
        <Card title={t('steps')}>
          <StepBar
            steps={ORDER_STEPS.map((step, i) => ({
              step,
              state: i < 5 ? 'done' : i === 5 ? 'now' : i === 6 ? 'trouble' : 'next',
              href: `/orders/${step}`,
              ...(i === 5 ? { note: '7 / 9' } : {}),
            }))}
          />
        </Card>
        <Columns split="wide-left">
          <Card title={t('orders')} flush side={<Button kind="quiet">{t('create')}</Button>}>
            <List orders={read('ready', ORDERS)} />
          </Card>
          <div className="tn-flow">
            <Card title={t('cheapest')} chosen side={<StateTag tone="chosen">{t('chosen')}</StateTag>}>
              <Facts
                facts={[
                  { label: t('sheets'), value: f.count(9) },
                  { label: t('cost'), value: f.money('412.00') },
                  { label: t('saw'), value: f.minutes(112) },
                  { label: t('width'), value: f.size(hmm(2800), hmm(2070)) },
                ]}
              />
            </Card>
            <Card title={t('happened')}>
              <Timeline
                today="2026-11-22"
                happenings={[
                  {
                    id: '1',
                    at: '2026-11-22T09:41:00.000Z',
                    who: 'Edge bander',
                    what: t('stopped'),
                    trouble: true,
                  },
                  {
                    id: '2',
                    at: '2026-11-21T08:10:00.000Z',
                    who: 'Office',
                    what: t('moved'),
                    undo: () => undefined,
                  },
                ]}
              />
            </Card>
          </div>
        </Columns>
        <Columns>
          <Card title={t('empty')} flush>
            <List orders={read('ready', [])} />
          </Card>
          <Card title={t('failed')} flush>
            <List orders={read<readonly Order[]>('failed')} />
          </Card>
          <Card title={t('offline')} flush>
            <List orders={read<readonly Order[]>('offline')} />
          </Card>
          <Card title={t('loading')} flush>
            <List orders={read<readonly Order[]>('loading')} />
          </Card>
        </Columns>
        <Card title={t('form')}>
          <Form
            route={save}
            initial={{ country: 'DE', paymentDays: 14, credit: '1250.00', news: true }}
            submit={t('create')}
            onDone={() => toast({ title: t('released') })}
          >
            <FormGrid>
              <TextField name="name" label={t('name')} hint={t('hint')} />
              <TextField name="email" type="email" label={t('email')} />
              <NumberField name="paymentDays" label={t('pay')} unit={t('days')} decimals={0} />
              <MmField name="widthMm" label={t('width')} />
              <MoneyField name="credit" label={t('credit')} />
              <SelectField
                name="country"
                label={t('country')}
                options={['DE', 'AT', 'PL'].map((value) => ({ value, label: value }))}
              />
              <TextField name="vat" label={t('vat')} />
              <CheckField name="news" label={t('news')} />
              <NoteField name="notes" label={t('notes')} />
            </FormGrid>
          </Form>
        </Card>
        <FileDrop
          route={upload}
          label={t('drop')}
          types={['.xlsx', '.csv']}
          onDone={() => toast({ title: t('released') })}
        />
        <div className="tn-row">
          <Button kind="primary" refused={t('refused')}>
            {t('release')}
          </Button>
          <Button kind="danger">{t('release')}</Button>
          <Button busy>{t('release')}</Button>
        </div>
        <Dialog open={open} onClose={() => setOpen(false)} title={t('ask')}>
          <div className="tn-flow">
            <p>{t('askText')}</p>
            <div className="tn-row">
              <Button kind="primary" onClick={() => setOpen(false)}>
                {t('release')}
              </Button>
            </div>
          </div>
        </Dialog>
      </Page>
    </main>
  );
}

startPage();
createRoot(document.getElementById('root')!).render(
  <Kit client={browserClient()} queries={createQueries()} live={false}>
    <NavigatorContext
      value={{
        path: '/',
        search: '',
        params: {},
        go: (href) => {
          document.title = href;
        },
      }}
    >
      <Specimen />
    </NavigatorContext>
  </Kit>,
);
