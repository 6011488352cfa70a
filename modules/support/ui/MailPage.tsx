import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Download } from '#platform/web-kit/files.tsx';
import { useMailStates } from '#platform/web-kit/mail-state.ts';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getMail, mailFile, settleMail, sortByHand, type InboxMail } from '../contract.ts';
import { AnswerBy, From, Verdict } from './Inbox.tsx';
import { supportUiWords } from './words.ts';

const HAND_CLASSES = ['cancellation', 'privacy', 'question', 'reply'] as const;

/** One mail, as text: what its sender made of it (HTML, pictures, links) never runs and is never loaded here. */
export function MailPage({ base }: { readonly base: string }) {
  const t = useWords(supportUiWords);
  const mailId = useParam('mailId');
  const read = useRead(getMail, { params: { mailId } }, { live: ['support_mail.', 'mail.'] });
  return (
    <Page>
      <WhenRead read={read}>
        {(mail) => (
          <>
            <PageHead
              sentence={mail.subject || t('support.noSubject')}
              back={{ href: base, label: t('support.mail') }}
            />
            <Columns>
              <div className="tn-flow">
                <Card title={t('support.text')}>
                  {mail.masked > 0 && (
                    <p className="tn-notice">{t('support.masked', { count: mail.masked })}</p>
                  )}
                  {mail.unread && (
                    <p className="tn-notice" data-tone="trouble">
                      {t('support.unread', { reason: mail.unread })}
                    </p>
                  )}
                  <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{mail.text}</p>
                </Card>
                {mail.files.length > 0 && (
                  <Card title={t('support.files')}>
                    <div className="tn-flow">
                      {mail.files.map((file) =>
                        file.keptOut === null ? (
                          <Download
                            key={file.position}
                            route={mailFile}
                            input={{ params: { mailId: mail.id as Id, position: file.position } }}
                            label={t('support.file', { name: file.name })}
                          />
                        ) : (
                          <p key={file.position} className="tn-notice">
                            {t(`support.keptOut.${file.keptOut}`, { name: file.name })}
                          </p>
                        ),
                      )}
                    </div>
                  </Card>
                )}
              </div>
              <About mail={mail} />
            </Columns>
          </>
        )}
      </WhenRead>
    </Page>
  );
}

function About({ mail }: { readonly mail: InboxMail }) {
  const t = useWords(supportUiWords);
  const f = useFormat();
  const mailStates = useMailStates();
  const settle = useChange(settleMail);
  const sort = useChange(sortByHand);
  const params = { mailId: mail.id as Id };
  return (
    <div className="tn-flow">
      <Card title={t('support.facts')}>
        <Facts
          facts={[
            { label: t('support.from'), value: <From mail={mail} /> },
            {
              label: t('support.sender'),
              value: <Verdict verdict={mail.verdict} verified={mail.verified} />,
            },
            { label: t('support.recipient'), value: mail.recipient },
            { label: t('support.arrived'), value: f.instant(mail.receivedAt as Instant) },
            ...(mail.answerBy ? [{ label: t('support.answerBy'), value: <AnswerBy mail={mail} /> }] : []),
            { label: t('support.headerDate'), value: mail.headerDate },
            ...mail.repeatedAt.map((at) => ({
              label: t('support.again'),
              value: f.instant(at as Instant),
              trouble: true,
            })),
            { label: t('support.class'), value: t(`support.class.${mail.class}`) },
            {
              label: t('support.sortedBy'),
              value: mail.sortedBy === 'rules' ? t('support.rules') : mail.sortedBy,
            },
            { label: t('support.state'), value: t(`support.state.${mail.state}`) },
            ...(mail.doneBy ? [{ label: t('support.doneBy'), value: mail.doneBy }] : []),
            ...mailStates(mail.answers).map((answer) => ({ ...answer, label: t('support.answer') })),
          ]}
        />
        {mail.state !== 'quiet' && (
          <Button
            kind="primary"
            busy={settle.busy}
            onClick={() => void settle.send({ params, body: { done: mail.state === 'open' } })}
          >
            {t(mail.state === 'open' ? 'support.markDone' : 'support.reopen')}
          </Button>
        )}
      </Card>
      {mail.state !== 'quiet' && (
        <Card title={t('support.take')}>
          <div className="tn-row" style={{ flexWrap: 'wrap' }}>
            {HAND_CLASSES.filter((one) => one !== mail.class).map((one) => (
              <Button
                key={one}
                busy={sort.busy}
                onClick={() => void sort.send({ params, body: { class: one } })}
              >
                {t(`support.class.${one}`)}
              </Button>
            ))}
          </div>
        </Card>
      )}
    </div>
  );
}
