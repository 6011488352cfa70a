import { createContext, use } from 'react';
import { Button } from './button.tsx';
import { useOnline } from './connection.ts';
import { useOutboxView, type Outbox } from './outbox.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

export const OutboxContext = createContext<Outbox | null>(null);

/** The station's queue. @throws Error outside of the station */
export function useOutbox(): Outbox {
  const outbox = use(OutboxContext);
  if (!outbox) throw new Error('there is no outbox here: this is not the station');
  return outbox;
}

/** “offline · 37 waiting”: what the top of the station always says. */
export function QueueState() {
  const t = useWords(kitWords);
  const online = useOnline();
  const view = useOutboxView(useOutbox());
  const queue = view.signInNeeded
    ? t('kit.queue.signIn', { count: view.waiting })
    : view.sending && online && view.waiting > 1
      ? t('kit.queue.sending', { count: view.waiting })
      : view.waiting > 0 || !online
        ? t('kit.queue.waiting', { count: view.waiting })
        : null;
  return (
    <span role="status" className="tn-num" data-online={online}>
      {online ? t('kit.queue.online') : t('kit.queue.offline')}
      {queue && ` · ${queue}`}
    </span>
  );
}

/** What the server refused since: one sentence and two buttons each, nothing applied and nothing lost silently. */
export function RefusedCommands() {
  const t = useWords(kitWords);
  const outbox = useOutbox();
  const { refused } = useOutboxView(outbox);
  if (refused.length === 0) return null;
  return (
    <ul className="tn-refused" role="alert">
      {refused.map((command) => (
        <li key={command.seq}>
          <p className="tn-strong">{t('kit.queue.refused.title', { label: command.label })}</p>
          <p>{[command.problem?.title, command.problem?.remedy].filter(Boolean).join(' ')}</p>
          <div className="tn-row">
            <Button onClick={() => void outbox.decide(command.seq, 'again')}>
              {t('kit.queue.refused.again')}
            </Button>
            <Button onClick={() => void outbox.decide(command.seq, 'drop')}>
              {t('kit.queue.refused.drop')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
