import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { acceptAgreement, listAgreements, type AgreementView } from '../../agreements/contract.ts';
import { NewAgreement } from './NewAgreement.tsx';
import { agreementWords } from './words.ts';

/** Service agreements: what was offered, who accepted it and when. */
export default function Agreements() {
  const t = useWords(agreementWords);
  const f = useFormat();
  const today = useToday();
  const [adding, setAdding] = useState(false);
  const [accepting, setAccepting] = useState<AgreementView | null>(null);
  const read = useRead(listAgreements, {}, { live: ['agreement.', 'document.'] });
  const waiting = read.data?.agreements.filter(({ acceptedOn }) => acceptedOn === null).length ?? 0;
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('agreement.sentence', { count: waiting }) : t('agreement.list')}
        back={{ href: '/money', label: t('agreement.money') }}
        action={
          <Button kind="primary" onClick={() => setAdding(true)}>
            {t('agreement.new')}
          </Button>
        }
      />
      <Card flush title={t('agreement.list')}>
        <Lines
          label={t('agreement.list')}
          read={read}
          rows={(answer) => answer.agreements}
          rowKey={(row) => row.id}
          empty={{ sentence: t('agreement.none') }}
          columns={[
            {
              key: 'number',
              head: t('agreement.number'),
              phone: 'title',
              cell: (row) =>
                row.pdf ? (
                  <a href={row.pdf} target="_blank" rel="noreferrer">
                    {row.number}
                  </a>
                ) : (
                  row.number
                ),
            },
            { key: 'title', head: t('agreement.name'), cell: (row) => row.title, phone: 'bare' },
            { key: 'customer', head: t('agreement.customer'), cell: (row) => row.customerName },
            {
              key: 'from',
              head: t('agreement.from'),
              cell: (row) => f.day(row.startsOn as Day),
              align: 'end',
            },
            {
              key: 'accepted',
              head: t('agreement.accepted'),
              align: 'end',
              phone: 'side',
              cell: (row) =>
                row.acceptedOn ? (
                  `${f.day(row.acceptedOn as Day)} · ${row.acceptedBy}`
                ) : (
                  <Button kind="quiet" onClick={() => setAccepting(row)}>
                    {t('agreement.accept')}
                    <span className="tn-hidden"> {row.number}</span>
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      <Dialog open={adding} onClose={() => setAdding(false)} title={t('agreement.new')}>
        <NewAgreement
          onDone={() => {
            toast({ title: t('agreement.issued') });
            setAdding(false);
          }}
        />
      </Dialog>
      <Dialog open={accepting !== null} onClose={() => setAccepting(null)} title={t('agreement.accept')}>
        {accepting && (
          <Form
            route={acceptAgreement}
            params={{ agreementId: accepting.id as Id }}
            submit={t('agreement.accept')}
            onCancel={() => setAccepting(null)}
            draft="none"
            initial={{ acceptedOn: today, acceptedBy: '' }}
            onDone={() => {
              toast({ title: t('agreement.noted') });
              setAccepting(null);
            }}
          >
            <FormGrid>
              <DayField name="acceptedOn" label={t('agreement.acceptedOn')} max={today} />
              <TextField name="acceptedBy" label={t('agreement.acceptedBy')} autoFocus />
            </FormGrid>
          </Form>
        )}
      </Dialog>
    </Page>
  );
}
