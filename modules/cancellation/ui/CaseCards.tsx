import type { Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Card, Columns, Facts } from '#platform/web-kit/page.tsx';
import { Timeline } from '#platform/web-kit/steps.tsx';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { CaseView } from '../view-contract.ts';
import { useCaseWords } from './case-words.ts';
import { cancellationUiWords } from './words.ts';
import './cancellation.css';

/** Everything of a case below its plan: what happens next, what happened, its mails and its money. */
export function CaseCards({ of }: { readonly of: CaseView }) {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const today = useToday();
  const words = useCaseWords();
  const money = (amount: string): string => f.money(amount, of.currency);
  const at = (instant: string): string => f.moment(instant as Instant, today);
  return (
    <Columns split="wide-left">
      <div className="cn-stack">
        <Card title={t('case.timeline')}>
          <Timeline
            today={today}
            happenings={[...of.timeline].reverse().map((event) => ({
              id: String(event.seq),
              at: event.at as Instant,
              who: event.by,
              what: words.happened(event),
            }))}
          />
        </Card>
      </div>
      <div className="cn-stack">
        <Card title={t('case.next')}>
          {of.next.length === 0 ? (
            <p className="tn-muted">{t('case.next.none')}</p>
          ) : (
            <Facts facts={of.next.map((next) => ({ label: words.next(next.what), value: at(next.at) }))} />
          )}
        </Card>
        <Card title={t('case.mails')}>
          {of.mails.length === 0 ? (
            <p className="tn-muted">{t('case.mails.none')}</p>
          ) : (
            <ul className="tn-flow-tight">
              {of.mails.map((mail, place) => (
                <li key={place} className={words.isTrouble(mail.state) ? 'tn-trouble' : undefined}>
                  {t('mail.to', { mail: words.mail(mail.mail), recipient: mail.recipient })}
                  <br />
                  <span className="tn-small tn-muted">
                    {words.mailState(mail.state)}, {at(mail.at)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card title={t('case.money')}>
          {of.creditNotes.length + of.payouts.length === 0 ? (
            <p className="tn-muted">{t('case.money.none')}</p>
          ) : (
            <Facts
              facts={[
                ...of.creditNotes.map(({ number, gross }) => ({
                  label: t('case.note.of', { number }),
                  value: money(gross),
                })),
                ...of.payouts.map(({ to, amount, state }) => ({
                  label: t('case.payout', { to }),
                  value: `${money(amount)}, ${t(`payout.${state}`)}`,
                  trouble: state === 'failed' || state === 'stopped',
                })),
              ]}
            />
          )}
        </Card>
        <p className="tn-small">
          <a href={of.policy.url}>{t('case.rules', { version: of.policy.version })}</a>
        </p>
      </div>
    </Columns>
  );
}

/** The way to the customer's data: the newest proven backup, a new one, and where the service is. */
export function DataBack({
  of,
  ask,
}: {
  readonly of: CaseView;
  /** absent for staff, who only look */
  readonly ask?: { readonly busy: boolean; readonly send: () => void };
}) {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const { backup } = of;
  return (
    <Card title={t('case.data')}>
      <div className="tn-flow-tight">
        <p className="tn-muted">{t('case.data.note')}</p>
        {backup === null ? (
          <p>{t('case.data.none')}</p>
        ) : (
          <>
            <p>
              {t('case.data.backup')}:{' '}
              {t('case.data.backup.of', {
                at: f.instant(backup.asOf as Instant),
                size: f.bytes(backup.bytes),
                proven: f.instant(backup.provenAt as Instant),
              })}
            </p>
            <p className="tn-small tn-muted">
              {t('case.data.sum')}: {backup.sha256}
            </p>
          </>
        )}
        <div className="tn-row">
          {ask && of.allowed.includes('backup') && (
            <Button busy={ask.busy} onClick={ask.send}>
              {t('case.data.make')}
            </Button>
          )}
          {of.instances
            .filter(({ url, state }) => url !== '' && state === 'open')
            .map(({ id, title, url }) => (
              <a key={id} href={url}>
                {t('case.data.open', { title })}
              </a>
            ))}
        </div>
      </div>
    </Card>
  );
}
