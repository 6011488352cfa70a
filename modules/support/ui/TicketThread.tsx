import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Download } from '#platform/web-kit/files.tsx';
import { Link } from '#platform/web-kit/navigate.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { mailFile } from '../contract.ts';
import { ticketFile, type TicketMessage, type TicketView } from '../tickets/contract.ts';
import { ticketUiWords } from './ticket-words.ts';

/** What was said, oldest first, as text: nothing of a sender's own ever runs here. */
export function TicketThread({ ticket, base }: { readonly ticket: TicketView; readonly base: string }) {
  const t = useWords(ticketUiWords);
  return (
    <Card title={t('ticket.thread')}>
      <div className="tn-flow">
        {ticket.messages.map((message) => (
          <Message key={message.id} ticket={ticket} message={message} base={base} />
        ))}
      </div>
    </Card>
  );
}

function Message({
  ticket,
  message,
  base,
}: {
  readonly ticket: TicketView;
  readonly message: TicketMessage;
  readonly base: string;
}) {
  const t = useWords(ticketUiWords);
  const f = useFormat();
  const { side, mailId } = message;
  const by = t('ticket.by', { who: message.authorName, at: f.instant(message.at as Instant) });
  return (
    <article className={side === 'note' ? 'tn-notice' : undefined} style={{ display: 'block' }}>
      <p className="tn-muted tn-small">
        {side === 'note' ? `${t('ticket.note')} · ` : ''}
        {mailId ? <Link href={`${base}/mail/${mailId}`}>{by}</Link> : by}{' '}
        {message.verified === false && <StateTag tone="warn">{t('ticket.unproven')}</StateTag>}
      </p>
      {message.text !== '' && (
        <p
          className={side === 'staff' ? 'tn-strong' : undefined}
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {message.text}
        </p>
      )}
      {message.files.map((file) => {
        const key = `${file.from} ${file.position}`;
        if (!file.kept) return <p key={key}>{t('ticket.file.gone', { name: file.name })}</p>;
        if (file.from === 'ticket')
          return (
            <Download
              key={key}
              route={ticketFile}
              input={{ params: { ticketId: ticket.id as Id, position: file.position } }}
              label={t('ticket.file', { name: file.name })}
            />
          );
        return (
          <Download
            key={key}
            route={mailFile}
            input={{ params: { mailId: mailId as Id, position: file.position } }}
            label={t('ticket.file', { name: file.name })}
          />
        );
      })}
    </article>
  );
}
