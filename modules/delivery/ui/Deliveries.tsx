import type { Day } from '#domain/kernel/days.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Download } from '#platform/web-kit/files.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { MailList } from '#platform/web-kit/mail-list.tsx';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { deliverNote, listNotes, loadNote, notePdf, type NoteView } from '../contract.ts';
import { deliveryUiWords } from './words.ts';

/** What waits in the hall, what is on the van, what has arrived; of all orders or of one. */
export default function Deliveries() {
  const t = useWords(deliveryUiWords);
  const f = useFormat();
  const [order] = useUrlState('order');
  const read = useRead(
    listNotes,
    { query: order ? { orderId: order } : {} },
    { live: ['package.', 'delivery.', 'mail.'] },
  );
  const load = useChange(loadNote, {
    onDone: (note) => toast({ title: t('delivery.loaded', { number: note.number }) }),
  });
  const [handing, setHanding] = useState<NoteView | null>(null);
  return (
    <Page>
      <PageHead
        sentence={
          read.data ? t('delivery.sentence', { waiting: read.data.waiting.length }) : t('delivery.title')
        }
      />
      <Card flush title={t('delivery.waiting')}>
        <Lines
          label={t('delivery.waiting')}
          read={read}
          rows={(answer) => answer.waiting}
          rowKey={(row) => row.orderId}
          empty={{ sentence: t('delivery.noneWaiting'), example: t('delivery.noneWaitingExample') }}
          columns={[
            { key: 'order', head: t('delivery.order'), cell: (row) => row.orderNumber, phone: 'title' },
            { key: 'customer', head: t('delivery.customer'), cell: (row) => row.customerName, phone: 'bare' },
            {
              key: 'packages',
              head: t('delivery.packages'),
              cell: (row) => f.count(row.packages.length),
              align: 'end',
            },
            {
              key: 'action',
              head: t('delivery.action'),
              align: 'end',
              phone: 'bare',
              cell: (row) => (
                <Button
                  kind="primary"
                  busy={load.busy}
                  onClick={() => void load.send({ params: { orderId: row.orderId }, body: {} })}
                >
                  {t('delivery.load')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card flush title={t('delivery.notes')}>
        <Lines
          label={t('delivery.notes')}
          read={read}
          rows={(answer) => answer.notes}
          rowKey={(note) => note.id}
          empty={{ sentence: t('delivery.noneNotes'), example: t('delivery.noneNotesExample') }}
          columns={[
            { key: 'number', head: t('delivery.number'), cell: (note) => note.number, phone: 'title' },
            { key: 'order', head: t('delivery.order'), cell: (note) => note.orderNumber, phone: 'hide' },
            {
              key: 'customer',
              head: t('delivery.customer'),
              cell: (note) => note.customerName,
              phone: 'bare',
            },
            { key: 'address', head: t('delivery.address'), cell: (note) => note.address },
            {
              key: 'packages',
              head: t('delivery.packages'),
              cell: (note) => f.count(note.packages.length),
              align: 'end',
            },
            {
              key: 'planned',
              head: t('delivery.planned'),
              cell: (note) => f.day(note.plannedOn as Day),
              align: 'end',
            },
            {
              key: 'state',
              head: t('delivery.state'),
              phone: 'side',
              cell: (note) => (
                <StateTag tone={note.state === 'delivered' ? 'done' : 'running'}>
                  {t(`delivery.state.${note.state}`)}
                </StateTag>
              ),
            },
            { key: 'mail', head: t('delivery.mail'), cell: (note) => <MailList mails={note.mail} /> },
            {
              key: 'action',
              head: t('delivery.action'),
              align: 'end',
              phone: 'bare',
              cell: (note) => (
                <span className="tn-row" style={{ justifyContent: 'flex-end' }}>
                  {note.pdf && (
                    <Download
                      route={notePdf}
                      input={{ params: { noteId: note.id } }}
                      label={t('delivery.pdf')}
                      name={`${note.number}.pdf`}
                    />
                  )}
                  {note.state === 'loaded' && (
                    <Button kind="primary" onClick={() => setHanding(note)}>
                      {t('delivery.confirm')}
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Card>
      <Dialog
        open={handing !== null}
        onClose={() => setHanding(null)}
        title={handing ? `${handing.number} · ${handing.customerName}` : ''}
      >
        {handing && (
          <Form
            route={deliverNote}
            params={{ noteId: handing.id }}
            submit={t('delivery.confirm')}
            draft="none"
            onCancel={() => setHanding(null)}
            onDone={(note) => {
              toast({ title: t('delivery.done', { number: note.number }) });
              setHanding(null);
            }}
          >
            <TextField
              name="receivedBy"
              label={t('delivery.receivedBy')}
              hint={t('delivery.receivedHint')}
              autoFocus
            />
          </Form>
        )}
      </Dialog>
    </Page>
  );
}
