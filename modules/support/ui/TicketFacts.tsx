import { useId, type ReactNode } from 'react';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { BodyOf } from '#platform/http/contract.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Link, useGo } from '#platform/web-kit/navigate.tsx';
import { Card, Facts } from '#platform/web-kit/page.tsx';
import { useSession } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { changeTicket, setTicketState, type TicketView } from '../tickets/contract.ts';
import { DESKS, PRIORITIES, type Desk, type Priority } from '../tickets/rules.ts';
import { ticketUiWords } from './ticket-words.ts';

interface Shown {
  readonly ticket: TicketView;
  readonly base: string;
}

/** What stands beside the thread: times, who has it, what it is about, and what happened. */
export function TicketFacts({ ticket, base }: Shown) {
  const t = useWords(ticketUiWords);
  const f = useFormat();
  const at = (moment: string): string => f.instant(moment as Instant);
  return (
    <div className="tn-flow">
      <Card title={t('ticket.facts')}>
        <div className="tn-flow">
          <Facts
            facts={[
              { label: t('tickets.from'), value: `${ticket.contactName} <${ticket.contactEmail}>` },
              ...(ticket.customerId
                ? [{ label: t('ticket.customer'), value: <Customer ticket={ticket} base={base} /> }]
                : []),
              { label: t('ticket.opened'), value: at(ticket.openedAt) },
              ...(ticket.firstDueAt
                ? [{ label: t('ticket.first'), value: at(ticket.firstDueAt), trouble: ticket.late }]
                : []),
              ...(ticket.solutionDueAt
                ? [{ label: t('ticket.solution'), value: at(ticket.solutionDueAt) }]
                : []),
            ]}
          />
          <States ticket={ticket} />
          <Choices ticket={ticket} base={base} />
        </div>
      </Card>
      <Card title={t('ticket.history')}>
        <Facts
          facts={ticket.history.map((step) => ({
            label: at(step.at),
            value: `${t(`ticket.step.${step.what}` as 'ticket.step.opened')} · ${step.actorName}`,
          }))}
        />
      </Card>
    </div>
  );
}

function Customer({ ticket, base }: Shown) {
  if (base !== '') return <>{ticket.customerName}</>;
  return <Link href={`/customers/${ticket.customerId}`}>{ticket.customerName}</Link>;
}

/** Whose turn it is, said by hand. */
function States({ ticket }: { readonly ticket: TicketView }) {
  const t = useWords(ticketUiWords);
  const set = useChange(setTicketState);
  const to = (state: 'waiting' | 'solved' | 'reopened', label: string): ReactNode => (
    <Button
      busy={set.busy}
      onClick={() => void set.send({ params: { ticketId: ticket.id as Id }, body: { to: state } })}
    >
      {label}
    </Button>
  );
  if (ticket.state === 'solved') return to('reopened', t('ticket.again'));
  return (
    <span className="tn-row" style={{ flexWrap: 'wrap' }}>
      {to('solved', t('ticket.done'))}
      {ticket.state !== 'waiting' && to('waiting', t('ticket.waits'))}
    </span>
  );
}

/** Who has it, its kind, its weight and what it is about. */
function Choices({ ticket, base }: Shown) {
  const t = useWords(ticketUiWords);
  const session = useSession();
  const go = useGo();
  const change = useChange(changeTicket, {
    onDone: ({ ticket: shown }) => {
      if (shown) return;
      toast({ title: t('ticket.moved') });
      go(`${base}/tickets`);
    },
  });
  const send = (body: BodyOf<typeof changeTicket>): void =>
    void change.send({ params: { ticketId: ticket.id as Id }, body });
  const me = ticket.people.find(({ loginId }) => loginId === session?.loginId);
  return (
    <>
      {me && ticket.assignedLogin !== me.loginId && (
        <Button busy={change.busy} onClick={() => send({ assignedLogin: me.loginId as Id })}>
          {t('ticket.take')}
        </Button>
      )}
      <Choice
        label={t('ticket.assign')}
        value={ticket.assignedLogin ?? ''}
        options={[
          { value: '', label: t('tickets.nobody') },
          ...ticket.people.map(({ loginId, email }) => ({ value: loginId, label: email })),
        ]}
        onChoose={(login) => send({ assignedLogin: login === '' ? null : (login as Id) })}
      />
      <Choice
        label={t('tickets.desk')}
        value={ticket.desk}
        options={DESKS.map((desk) => ({ value: desk, label: t(`tickets.desk.${desk}`) }))}
        onChoose={(desk) => send({ desk: desk as Desk })}
      />
      <Choice
        label={t('tickets.priority')}
        value={ticket.priority}
        options={PRIORITIES.map((one) => ({ value: one, label: t(`tickets.priority.${one}`) }))}
        onChoose={(priority) => send({ priority: priority as Priority })}
      />
      <Choice
        label={t('ticket.about')}
        value={ticket.about?.id ?? ''}
        options={[
          { value: '', label: t('ticket.about.none') },
          ...[
            ...ticket.linkable,
            ...(ticket.about && ticket.linkable.every(({ id }) => id !== ticket.about!.id)
              ? [ticket.about]
              : []),
          ].map(({ id, label }) => ({ value: id, label })),
        ]}
        onChoose={(id) => {
          const found = ticket.linkable.find((one) => one.id === id);
          send({ about: found ? { kind: found.kind, id: found.id as Id } : null });
        }}
      />
    </>
  );
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="tn-field">
      <label htmlFor={id}>{label}</label>
      <span className="tn-input">
        <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
