import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { CheckField, NoteField } from '#platform/web-kit/fields.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Button } from '#platform/web-kit/button.tsx';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  answerTicket,
  attachToTicket,
  getTicket,
  noteOnTicket,
  type TicketView,
} from '../tickets/contract.ts';
import { TicketFacts } from './TicketFacts.tsx';
import { TicketThread } from './TicketThread.tsx';
import { ticketUiWords } from './ticket-words.ts';

const TONES = { open: 'waiting', reopened: 'warn', waiting: 'idle', solved: 'done' } as const;
/** What offices send each other; anything is kept that can be looked through for card numbers. */
const FILE_TYPES = ['.pdf', '.png', '.jpg', '.jpeg', '.txt', '.csv', '.xlsx', '.docx', '.zip', '.dxf'];

/** One request: its thread, an answer, notes, and what it is about. */
export function TicketPage({ base }: { readonly base: string }) {
  const t = useWords(ticketUiWords);
  const ticketId = useParam('ticketId');
  const read = useRead(getTicket, { params: { ticketId } }, { live: ['ticket.'] });
  return (
    <Page>
      <WhenRead read={read}>
        {(ticket) => (
          <>
            <PageHead
              sentence={`${ticket.number} ${ticket.subject}`}
              tag={<StateTag tone={TONES[ticket.state]}>{t(`tickets.state.${ticket.state}`)}</StateTag>}
              back={{ href: `${base}/tickets`, label: t('tickets.title') }}
            />
            <Columns split="wide-left">
              <div className="tn-flow">
                <TicketThread ticket={ticket} base={base} />
                <Answer ticket={ticket} />
                <Card title={t('ticket.note')}>
                  <Form
                    route={noteOnTicket}
                    params={{ ticketId: ticket.id as Id }}
                    submit={t('ticket.note.save')}
                  >
                    <NoteField name="text" label={t('ticket.note.text')} wide />
                  </Form>
                </Card>
              </div>
              <TicketFacts ticket={ticket} base={base} />
            </Columns>
          </>
        )}
      </WhenRead>
    </Page>
  );
}

/** The answer, begun with a written one or from nothing. */
function Answer({ ticket }: { readonly ticket: TicketView }) {
  const t = useWords(ticketUiWords);
  const [begun, begin] = useState({ text: '', times: 0 });
  const params = { ticketId: ticket.id as Id };
  return (
    <Card title={t('ticket.answer')}>
      <div className="tn-flow">
        {ticket.canned.length > 0 && (
          <div className="tn-row" style={{ flexWrap: 'wrap' }} role="group" aria-label={t('ticket.canned')}>
            {ticket.canned.map(({ id, name, filled }) => (
              <Button key={id} onClick={() => begin({ text: filled, times: begun.times + 1 })}>
                {t('ticket.canned.use', { name })}
              </Button>
            ))}
          </div>
        )}
        <Form
          key={begun.times}
          route={answerTicket}
          params={params}
          initial={{ text: begun.text, solved: false }}
          constant={{ documentIds: ticket.unsent.map(({ documentId }) => documentId as Id) }}
          draft={begun.times === 0 ? `answer ${ticket.id}` : 'none'}
          submit={t('ticket.answer.send')}
          onDone={() => {
            begin({ text: '', times: begun.times + 1 });
            toast({ title: t('ticket.answer.sent') });
          }}
        >
          <NoteField
            name="text"
            label={t('ticket.answer.text', { email: ticket.contactEmail })}
            rows={8}
            wide
          />
          <CheckField name="solved" label={t('ticket.answer.solved')} />
        </Form>
        {ticket.unsent.length > 0 && (
          <div>
            <p className="tn-strong">{t('ticket.files')}</p>
            <ul>
              {ticket.unsent.map(({ documentId, name }) => (
                <li key={documentId}>{name}</li>
              ))}
            </ul>
          </div>
        )}
        <FileDrop
          route={attachToTicket}
          input={{ params }}
          label={t('ticket.attach')}
          types={FILE_TYPES}
          onDone={() => undefined}
        />
      </div>
    </Card>
  );
}
