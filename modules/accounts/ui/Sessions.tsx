import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { endOneSession, endOtherSessions, listSessions } from '../me-contract.ts';
import { accountWords } from './account-words.ts';

/** Where one is signed in. */
export function Sessions() {
  const t = useWords(accountWords);
  const f = useFormat();
  const read = useRead(listSessions);
  const end = useChange(endOneSession);
  const others = useChange(endOtherSessions, {
    onDone: ({ ended }) => toast({ title: t('account.sessions.ended', { count: ended }) }),
  });
  return (
    <Card
      flush
      title={t('account.sessions')}
      side={
        <Button kind="quiet" busy={others.busy} onClick={() => void others.send()}>
          {t('account.sessions.others')}
        </Button>
      }
    >
      <Lines
        label={t('account.sessions')}
        read={read}
        rows={(answer) => answer.sessions}
        rowKey={(session) => session.id}
        empty={{ sentence: t('account.sessions.none') }}
        columns={[
          {
            key: 'device',
            head: t('account.sessions.device'),
            cell: (session) => session.device || t('account.sessions.unknown'),
            phone: 'title',
          },
          {
            key: 'place',
            head: t('account.sessions.place'),
            cell: () => t('account.sessions.place.unknown'),
          },
          { key: 'seen', head: t('account.sessions.seen'), cell: (session) => f.instant(session.seenAt) },
          {
            key: 'end',
            head: t('account.sessions.end'),
            cell: (session) =>
              session.here ? (
                <span className="tn-muted">{t('account.sessions.here')}</span>
              ) : (
                <Button
                  kind="quiet"
                  busy={end.busy}
                  onClick={() => void end.send({ params: { sessionId: session.id } })}
                >
                  {t('account.sessions.end')}
                </Button>
              ),
            phone: 'bare',
          },
        ]}
      />
    </Card>
  );
}
