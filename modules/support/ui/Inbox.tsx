import type { Day, Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listMail, may, type MailRow } from '../contract.ts';
import { supportUiWords } from './words.ts';

const STATES = ['open', 'done', 'quiet'] as const;

/** All mail that came in, what it was taken for, and what waits for somebody. */
export function Inbox({ base }: { readonly base: string }) {
  const t = useWords(supportUiWords);
  const f = useFormat();
  const settings = useMay(may.settings);
  const [chosen, choose] = useUrlState('show', 'open');
  const state = STATES.find((one) => one === chosen) ?? 'open';
  const read = useRead(listMail, { query: { state } }, { live: ['support_mail.', 'mail.'] });
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('support.sentence', { open: read.data.open }) : t('support.mail')}
        more={
          <>
            <ButtonLink href={base.replace(/\/mail$/, '/tickets')}>{t('support.tickets')}</ButtonLink>
            {settings && <ButtonLink href={`${base}/sender`}>{t('sender.title')}</ButtonLink>}
          </>
        }
        action={
          <span className="tn-row" role="group" aria-label={t('support.show')}>
            {STATES.map((one) => (
              <Button key={one} aria-pressed={one === state} onClick={() => choose(one)}>
                {t(`support.show.${one}`)}
              </Button>
            ))}
          </span>
        }
      />
      <Card flush>
        <Lines
          label={t('support.mail')}
          read={read}
          rows={(answer) => answer.mails}
          rowKey={(mail) => mail.id}
          href={(mail) => `${base}/${mail.id}`}
          empty={{ sentence: t('support.none'), example: t('support.example') }}
          columns={[
            {
              key: 'subject',
              head: t('support.subject'),
              cell: (mail) => mail.subject || t('support.noSubject'),
              phone: 'title',
            },
            { key: 'from', head: t('support.from'), cell: (mail) => <From mail={mail} /> },
            {
              key: 'sender',
              head: t('support.sender'),
              cell: (mail) => <Verdict verdict={mail.verdict} verified={mail.verified} />,
            },
            {
              key: 'class',
              head: t('support.class'),
              cell: (mail) => t(`support.class.${mail.class}`),
              phone: 'side',
            },
            {
              key: 'answerBy',
              head: t('support.answerBy'),
              cell: (mail) => <AnswerBy mail={mail} />,
            },
            {
              key: 'arrived',
              head: t('support.arrived'),
              cell: (mail) => f.instant(mail.receivedAt as Instant),
              align: 'end',
            },
          ]}
        />
      </Card>
    </Page>
  );
}

/** Until when an answer is due. */
export function AnswerBy({ mail }: { readonly mail: Pick<MailRow, 'answerBy' | 'due'> }) {
  const t = useWords(supportUiWords);
  const f = useFormat();
  if (mail.answerBy === null || mail.due === null) return null;
  const said = t(`support.due.${mail.due}`, { day: f.day(mail.answerBy as Day) });
  if (mail.due === 'later') return <>{said}</>;
  return <StateTag tone={mail.due === 'late' ? 'stopped' : 'warn'}>{said}</StateTag>;
}

/** The address counts; the name beside it is whatever its sender likes. */
export function From({ mail }: { readonly mail: Pick<MailRow, 'fromAddress' | 'fromName'> }) {
  const t = useWords(supportUiWords);
  if (mail.fromAddress === '') return <>{t('support.nobody')}</>;
  return <>{mail.fromName ? `${mail.fromAddress} (${mail.fromName})` : mail.fromAddress}</>;
}

type VerdictKey = Extract<keyof typeof supportUiWords.en, `support.verdict.${string}`>;

export function Verdict({ verdict, verified }: { readonly verdict: string; readonly verified: boolean }) {
  const t = useWords(supportUiWords);
  return (
    <span className="tn-says">
      <StateTag tone={verified ? 'done' : 'warn'}>{t(`support.verdict.${verdict}` as VerdictKey)}</StateTag>
    </span>
  );
}
