import type { Day } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getSepaSettings, listRuns, setSepaSettings } from '../../sepa/contract.ts';
import { Compose } from './Compose.tsx';
import { RunState } from './RunState.tsx';
import { sepaUiWords } from './words.ts';

/** Runs of direct debits and transfers, and what could go into the next one. */
export default function PaymentRuns() {
  const t = useWords(sepaUiWords);
  const f = useFormat();
  const read = useRead(listRuns, {}, { live: ['payment-run.'] });
  const settings = useRead(getSepaSettings, {});
  const waiting = read.data?.runs.filter(({ state }) => state === 'composed' || state === 'approved').length;
  return (
    <Page>
      <PageHead
        sentence={waiting === undefined ? t('sepa.runs') : t('sepa.sentence', { count: waiting })}
        note={t('sepa.note')}
        back={{ href: '/money', label: t('sepa.money') }}
      />
      <Compose />
      <Card flush title={t('sepa.runs')}>
        <Lines
          label={t('sepa.runs')}
          read={read}
          rows={(answer) => answer.runs}
          rowKey={(run) => run.id}
          href={(run) => `/money/runs/${run.id}`}
          empty={{ sentence: t('sepa.none') }}
          columns={[
            { key: 'number', head: t('sepa.number'), cell: (run) => run.number, phone: 'title' },
            { key: 'kind', head: t('sepa.kind'), cell: (run) => t(`sepa.kind.${run.kind}`), phone: 'bare' },
            {
              key: 'on',
              head: t('sepa.executeOn'),
              cell: (run) => f.day(run.executeOn as Day),
              align: 'end',
            },
            { key: 'items', head: t('sepa.items'), cell: (run) => f.count(run.items), align: 'end' },
            { key: 'total', head: t('sepa.total'), cell: (run) => f.money(run.total, 'EUR'), align: 'end' },
            {
              key: 'state',
              head: t('sepa.state'),
              cell: (run) => <RunState state={run.state} />,
              phone: 'side',
            },
          ]}
        />
      </Card>
      <Card title={t('sepa.settings')}>
        <WhenRead read={settings} rows={2}>
          {(now) => (
            <Form
              route={setSepaSettings}
              draft="none"
              initial={now}
              onDone={() => toast({ title: t('sepa.saved') })}
            >
              <FormGrid>
                <TextField name="creditorId" label={t('sepa.creditorId')} />
                <NumberField name="noticeDays" label={t('sepa.noticeDays')} decimals={0} />
              </FormGrid>
            </Form>
          )}
        </WhenRead>
      </Card>
    </Page>
  );
}
