import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Link } from '#platform/web-kit/navigate.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { session } from '../contract.ts';
import { leaveSupport } from '../people-contract.ts';
import { peopleWords } from './people-words.ts';
import { useNewSession } from './SessionGate.tsx';

/** One line on every page while operator staff looks in: for whoever looks, and for everybody in the company. */
export function SupportBanner() {
  const t = useWords(peopleWords);
  const f = useFormat();
  const begin = useNewSession();
  const leave = useChange(leaveSupport, { onDone: begin });
  const support = useRead(session, {}, { keep: true }).data?.support;
  if (!support) return null;
  const facts = { until: f.instant(support.until), reason: support.reason };
  return (
    <div className="of-strip" role="status" data-tone="warn">
      <span>{support.mine ? t('support.banner.mine', facts) : t('support.banner.theirs', facts)}</span>
      {support.mine ? (
        <Button kind="quiet" busy={leave.busy} onClick={() => void leave.send()}>
          {t('support.leave')}
        </Button>
      ) : (
        <Link href="/people/support">{t('support.see')}</Link>
      )}
    </div>
  );
}
