import { useState } from 'react';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { NoteField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  askOperator,
  listMyTickets,
  sendFileToOperator,
  settleMyTicket,
  writeToOperator,
  type MyTicket,
} from '../tickets/my-contract.ts';
import { DESKS } from '../tickets/rules.ts';
import { ticketUiWords } from './ticket-words.ts';

const TONES = { open: 'waiting', reopened: 'waiting', waiting: 'warn', solved: 'done' } as const;
const FILE_TYPES = ['.pdf', '.png', '.jpg', '.jpeg', '.txt', '.csv', '.xlsx', '.docx', '.zip'];
/** A name for a message that is not written yet; sent twice it is one message. */
const newMessage = (): Id => crypto.randomUUID() as Id;

/** What one asked the operator of this installation, and what came back. */
export default function MyTickets() {
  const t = useWords(ticketUiWords);
  const read = useRead(listMyTickets);
  const [messageId, renew] = useState(newMessage);
  return (
    <Page>
      <WhenRead read={read}>
        {({ operator, tickets }) => (
          <>
            <PageHead sentence={operator ? t('my.sentence', { operator }) : t('my.no.operator')} />
            {operator && (
              <Card title={t('my.new')}>
                <Form
                  key={messageId}
                  route={askOperator}
                  constant={{ messageId }}
                  initial={{ desk: 'support' }}
                  draft="ask the operator"
                  onDone={() => {
                    renew(newMessage());
                    toast({ title: t('my.sent') });
                    read.again();
                  }}
                >
                  <TextField name="subject" label={t('my.subject')} wide />
                  <SelectField
                    name="desk"
                    label={t('my.desk')}
                    options={DESKS.map((desk) => ({ value: desk, label: t(`tickets.desk.${desk}`) }))}
                  />
                  <NoteField name="text" label={t('my.text')} rows={6} wide />
                </Form>
              </Card>
            )}
            {tickets.map((ticket) => (
              <Mine key={ticket.id} ticket={ticket} again={read.again} />
            ))}
            {operator && tickets.length === 0 && <p className="tn-muted">{t('my.none')}</p>}
          </>
        )}
      </WhenRead>
    </Page>
  );
}

function Mine({ ticket, again }: { readonly ticket: MyTicket; readonly again: () => void }) {
  const t = useWords(ticketUiWords);
  const f = useFormat();
  const [open, setOpen] = useState(false);
  const [messageId, renew] = useState(newMessage);
  const settle = useChange(settleMyTicket, { onDone: again });
  const params = { ticketId: ticket.id as Id };
  return (
    <Card
      title={`${ticket.number} ${ticket.subject}`}
      side={<StateTag tone={TONES[ticket.state]}>{t(`my.state.${ticket.state}`)}</StateTag>}
    >
      <div className="tn-flow">
        {ticket.messages.map((message) => (
          <article key={message.id}>
            <p className="tn-muted tn-small">
              {t('ticket.by', {
                who: message.mine ? t('my.you') : message.author,
                at: f.instant(message.at as Instant),
              })}
            </p>
            {message.text !== '' && (
              <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{message.text}</p>
            )}
            {message.files.length > 0 && <p>{t('my.files', { names: message.files.join(', ') })}</p>}
          </article>
        ))}
        {open ? (
          <>
            <Form
              key={messageId}
              route={writeToOperator}
              params={params}
              constant={{ messageId }}
              onDone={() => {
                renew(newMessage());
                setOpen(false);
                toast({ title: t('my.sent') });
                again();
              }}
              onCancel={() => setOpen(false)}
            >
              <NoteField name="text" label={t('my.text')} rows={5} wide />
            </Form>
            <FileDrop
              route={sendFileToOperator}
              input={{ params }}
              label={t('my.file')}
              types={FILE_TYPES}
              onDone={again}
            />
          </>
        ) : (
          <span className="tn-row" style={{ flexWrap: 'wrap' }}>
            <Button onClick={() => setOpen(true)}>{t('my.again')}</Button>
            {ticket.state !== 'solved' && (
              <Button busy={settle.busy} onClick={() => void settle.send({ params })}>
                {t('my.solved')}
              </Button>
            )}
          </span>
        )}
      </div>
    </Card>
  );
}
