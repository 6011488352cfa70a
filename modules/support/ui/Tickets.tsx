import type { Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may } from '../contract.ts';
import { listTickets, type TicketRowView } from '../tickets/contract.ts';
import { ticketUiWords } from './ticket-words.ts';

const SHOWN = ['ours', 'theirs', 'solved'] as const;

/** The queue: what breaks its promise first stands first. `base` is empty in the office, `/operator` there. */
export function Tickets({ base }: { readonly base: string }) {
  const t = useWords(ticketUiWords);
  const settings = useMay(may.settings);
  const [chosen, choose] = useUrlState('show', 'ours');
  const [mine, setMine] = useUrlState('mine', '');
  const show = SHOWN.find((one) => one === chosen) ?? 'ours';
  const query = { show, ...(mine === 'yes' ? { mine: 'yes' as const } : {}) };
  const read = useRead(listTickets, { query }, { live: ['ticket.'] });
  return (
    <Page>
      <PageHead
        sentence={
          read.data
            ? t('tickets.sentence', { ours: read.data.ours, late: read.data.late }).trim()
            : t('tickets.title')
        }
        more={
          <>
            <ButtonLink href={`${base}/mail`}>{t('tickets.mail')}</ButtonLink>
            {settings && <ButtonLink href={`${base}/tickets/settings`}>{t('tickets.settings')}</ButtonLink>}
            {base === '' && <ButtonLink href="/my/tickets">{t('tickets.operator')}</ButtonLink>}
          </>
        }
        action={
          <ButtonLink kind="primary" href={`${base}/tickets/new`}>
            {t('tickets.enter')}
          </ButtonLink>
        }
      />
      <span className="tn-row" style={{ flexWrap: 'wrap' }} role="group" aria-label={t('tickets.show')}>
        {SHOWN.map((one) => (
          <Button key={one} aria-pressed={one === show} onClick={() => choose(one)}>
            {t(`tickets.show.${one}`)}
          </Button>
        ))}
        <Button aria-pressed={mine === 'yes'} onClick={() => setMine(mine === 'yes' ? '' : 'yes')}>
          {t('tickets.mine')}
        </Button>
      </span>
      <Card flush>
        <Lines
          label={t('tickets.title')}
          read={read}
          rows={(answer) => answer.tickets}
          rowKey={(ticket) => ticket.id}
          href={(ticket) => `${base}/tickets/${ticket.id}`}
          trouble={(ticket) => ticket.late}
          empty={{ sentence: t('tickets.none'), example: t('tickets.none.example') }}
          columns={[
            { key: 'number', head: t('tickets.number'), cell: (ticket) => ticket.number, phone: 'side' },
            { key: 'subject', head: t('tickets.subject'), cell: (ticket) => ticket.subject, phone: 'title' },
            {
              key: 'from',
              head: t('tickets.from'),
              cell: (ticket) => ticket.customerName || ticket.contactName,
            },
            { key: 'desk', head: t('tickets.desk'), cell: (ticket) => t(`tickets.desk.${ticket.desk}`) },
            {
              key: 'priority',
              head: t('tickets.priority'),
              cell: (ticket) => t(`tickets.priority.${ticket.priority}`),
            },
            {
              key: 'who',
              head: t('tickets.who'),
              cell: (ticket) => ticket.assignedName ?? t('tickets.nobody'),
            },
            { key: 'due', head: t('tickets.due'), cell: (ticket) => <Due ticket={ticket} />, align: 'end' },
          ]}
        />
      </Card>
    </Page>
  );
}

/** The next promised time. */
function Due({ ticket }: { readonly ticket: TicketRowView }) {
  const t = useWords(ticketUiWords);
  const f = useFormat();
  if (ticket.nextDueAt === null) return <>{ticket.state === 'waiting' ? t('tickets.due.paused') : ''}</>;
  const at = f.instant(ticket.nextDueAt as Instant);
  return ticket.late ? <StateTag tone="late">{t('tickets.due.late', { at })}</StateTag> : <>{at}</>;
}
