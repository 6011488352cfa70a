import type { Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listNotices, readNotices } from '../notices/contract.ts';
import { ticketUiWords } from './ticket-words.ts';

/** What one was told; each row leads to its request. */
export function Notices({ base }: { readonly base: string }) {
  const t = useWords(ticketUiWords);
  const f = useFormat();
  const read = useRead(listNotices, {}, { live: ['notice.'] });
  const seen = useChange(readNotices, { onDone: () => read.again() });
  const unread = read.data?.unread ?? 0;
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('notices.sentence', { unread }) : t('notices.title')}
        action={
          unread > 0 && (
            <Button kind="primary" busy={seen.busy} onClick={() => void seen.send()}>
              {t('notices.read')}
            </Button>
          )
        }
      />
      <Card flush>
        <Lines
          label={t('notices.title')}
          read={read}
          rows={(answer) => answer.notices}
          rowKey={({ id }) => id}
          href={({ ticketId }) => `${base}/tickets/${ticketId}`}
          empty={{ sentence: t('notices.none'), example: t('notices.none.example') }}
          columns={[
            {
              key: 'subject',
              head: t('tickets.subject'),
              phone: 'title',
              cell: ({ number, subject, read: known }) => (
                <span className={known ? undefined : 'tn-strong'}>{`${number} ${subject}`}</span>
              ),
            },
            { key: 'what', head: t('notices.what'), cell: ({ kind }) => t(`notices.${kind}`), phone: 'side' },
            { key: 'at', head: t('notices.when'), cell: ({ at }) => f.instant(at as Instant), align: 'end' },
          ]}
        />
      </Card>
    </Page>
  );
}
