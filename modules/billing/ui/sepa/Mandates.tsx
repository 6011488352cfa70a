import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listMandates, recordMandate, revokeMandate } from '../../sepa/contract.ts';
import { sepaUiWords } from './words.ts';

/** A customer's direct debit mandates: record one, see what it is good for, end it. */
export function Mandates({ customerId }: { readonly customerId: Id }) {
  const t = useWords(sepaUiWords);
  const f = useFormat();
  const today = useToday();
  const params = { customerId };
  const read = useRead(listMandates, { params }, { live: ['mandate.', 'payment-run.'] });
  const [asking, setAsking] = useState<'record' | Id | null>(null);
  const close = (): void => setAsking(null);
  const done = (sentence: 'sepa.recorded' | 'sepa.revoked') => () => {
    toast({ title: t(sentence) });
    close();
  };
  return (
    <Card
      flush
      title={t('sepa.mandates')}
      side={<Button onClick={() => setAsking('record')}>{t('sepa.record')}</Button>}
    >
      <Lines
        label={t('sepa.mandates')}
        read={read}
        rows={(answer) => answer.mandates}
        rowKey={(mandate) => mandate.id}
        empty={{ sentence: t('sepa.mandatesNone') }}
        columns={[
          { key: 'reference', head: t('sepa.reference'), cell: (m) => m.reference, phone: 'title' },
          {
            key: 'signed',
            head: t('sepa.signedOn'),
            cell: (m) => f.day(m.signedOn as Day),
            align: 'end',
          },
          { key: 'account', head: t('sepa.account'), cell: (m) => `${m.accountName} ${m.account}` },
          {
            key: 'state',
            head: t('sepa.state'),
            cell: (m) => t(`sepa.mandateState.${m.state}`),
            phone: 'side',
          },
          {
            key: 'end',
            head: t('sepa.revoke'),
            cell: (m) =>
              m.state === 'active' ? (
                <Button kind="quiet" onClick={() => setAsking(m.id as Id)}>
                  {t('sepa.revoke')}
                  <span className="tn-hidden"> {m.reference}</span>
                </Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
      <Dialog open={asking === 'record'} onClose={close} title={t('sepa.record')}>
        <Form
          route={recordMandate}
          params={params}
          submit={t('sepa.record')}
          onCancel={close}
          draft="none"
          initial={{ scheme: 'CORE', kind: 'recurring', signedOn: today }}
          onDone={done('sepa.recorded')}
        >
          <FormGrid>
            <TextField name="reference" label={t('sepa.reference')} autoFocus />
            <DayField name="signedOn" label={t('sepa.signedOn')} max={today} />
            <TextField name="accountName" label={t('sepa.accountName')} />
            <TextField name="iban" label={t('sepa.iban')} />
            <SelectField
              name="scheme"
              label={t('sepa.scheme')}
              options={(['CORE', 'B2B'] as const).map((value) => ({
                value,
                label: t(`sepa.scheme.${value}`),
              }))}
            />
            <SelectField
              name="kind"
              label={t('sepa.use')}
              options={(['recurring', 'one-off'] as const).map((value) => ({
                value,
                label: t(`sepa.use.${value}`),
              }))}
            />
          </FormGrid>
        </Form>
      </Dialog>
      <Dialog open={asking !== null && asking !== 'record'} onClose={close} title={t('sepa.revoke')}>
        <Form
          route={revokeMandate}
          params={{ mandateId: asking as Id }}
          submit={t('sepa.revoke')}
          onCancel={close}
          draft="none"
          initial={{ reason: '' }}
          onDone={done('sepa.revoked')}
        >
          <TextField name="reason" label={t('sepa.reason')} autoFocus />
        </Form>
      </Dialog>
    </Card>
  );
}
