import { useRead } from '#platform/web-kit/data.ts';
import { Link } from '#platform/web-kit/navigate.tsx';
import { useMay, useSession } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may, myConsents } from '../consent/contract.ts';
import { consentUiWords } from './consent-words.ts';

/**
 * One line on every page for whoever may accept for the firm, as long as a version of the policies waits for that. A demo
 * belongs to nobody who could accept anything, and is open without.
 */
export function PolicyBanner() {
  const demo = useSession()?.tenant.demo;
  return useMay(may.accept) && !demo ? <Asked /> : null;
}

function Asked() {
  const t = useWords(consentUiWords);
  const mine = useRead(myConsents, {}, { live: ['acceptance.'] }).data;
  if (!mine || mine.toAccept.length === 0) return null;
  return (
    <div className="of-strip" role="status" data-tone={mine.active ? 'info' : 'warn'}>
      <span>{t(mine.active ? 'consents.banner.later' : 'consents.banner.first')}</span>
      <Link href="/consents">{t('consents.banner.read')}</Link>
    </div>
  );
}
