import { useRead } from '#platform/web-kit/data.ts';
import { Link } from '#platform/web-kit/navigate.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may } from '../contract.ts';
import { listNotices } from '../notices/contract.ts';
import { ticketUiWords } from './ticket-words.ts';

/** How much is new for whoever sits here, as a link; only for those who answer requests. */
export function NoticeBell({ href }: { readonly href: string }) {
  return useMay(may.tickets) ? <Bell href={href} /> : null;
}

function Bell({ href }: { readonly href: string }) {
  const t = useWords(ticketUiWords);
  const unread = useRead(listNotices, {}, { live: ['notice.'] }).data?.unread ?? 0;
  return (
    <Link className="of-place" href={href}>
      <span>{t('notices.title')}</span>
      {unread > 0 && (
        <span className="of-count tn-num">
          <span aria-hidden="true">{unread}</span>
          <span className="tn-hidden">{t('notices.unread', { unread })}</span>
        </span>
      )}
    </Link>
  );
}
