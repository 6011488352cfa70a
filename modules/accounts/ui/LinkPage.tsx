import { useEffect, useId, useState } from 'react';
import type { ResponseOf } from '#platform/http/contract.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { confirmEmail, resetPassword, stopEmail } from '../me-contract.ts';
import { acceptInvitation, lookAtInvitation } from '../people-contract.ts';
import { Entrance } from './Entrance.tsx';
import { useRoleName } from './SessionGate.tsx';
import type { MailLink } from './mail-link.ts';
import { accountsWords } from './words.ts';

/** Whoever follows a link of a mail, signed in or not. */
export function LinkPage({ link }: { readonly link: MailLink }) {
  const t = useWords(accountsWords);
  useEffect(() => {
    document.title = `${t('signin.short')} · Tenon`;
    // The token is read: neither the history nor a shared screen should keep it.
    history.replaceState(null, '', location.pathname);
  }, [t]);
  return (
    <Entrance>
      <LinkSteps {...link} />
    </Entrance>
  );
}

/** Everything begins anew at the front door, with nothing of this page left. */
const goOn = (): void => location.replace('/');

function LinkSteps({ kind, token }: MailLink) {
  const t = useWords(accountsWords);
  const [done, setDone] = useState<string | null>(null);
  if (done)
    return (
      <>
        <h1>{done}</h1>
        <Button kind="primary" onClick={goOn}>
          {t('link.goOn')}
        </Button>
      </>
    );
  switch (kind) {
    case 'reset':
      return (
        <>
          <h1>{t('link.reset.title')}</h1>
          <Form
            route={resetPassword}
            constant={{ token }}
            draft="none"
            submit={t('link.reset.save')}
            onDone={() => setDone(t('link.reset.done'))}
          >
            <TextField
              name="password"
              type="password"
              label={t('link.reset.password')}
              hint={t('link.reset.hint')}
              autoComplete="new-password"
              autoFocus
            />
          </Form>
        </>
      );
    case 'email':
      return (
        <>
          <h1>{t('link.email.title')}</h1>
          <Press
            route={confirmEmail}
            token={token}
            label={t('link.email.do')}
            onDone={() => setDone(t('link.email.done'))}
          />
        </>
      );
    case 'email-stop':
      return (
        <>
          <h1>{t('link.stop.title')}</h1>
          <Press
            route={stopEmail}
            token={token}
            label={t('link.stop.do')}
            onDone={() => setDone(t('link.stop.done'))}
          />
        </>
      );
    case 'invitation':
      return <Invitation token={token} />;
    default:
      return (
        <>
          <h1>{t('link.unknown')}</h1>
          <Button kind="primary" onClick={goOn}>
            {t('link.goOn')}
          </Button>
        </>
      );
  }
}

/** One press: opening a link alone changes nothing, because mail programs open links by themselves. */
function Press({
  route,
  token,
  label,
  onDone,
}: {
  readonly route: typeof confirmEmail | typeof stopEmail;
  readonly token: string;
  readonly label: string;
  readonly onDone: () => void;
}) {
  return (
    <Form route={route} constant={{ token }} draft="none" submit={label} onDone={onDone}>
      {null}
    </Form>
  );
}

function Invitation({ token }: { readonly token: string }) {
  const t = useWords(accountsWords);
  const locale = useLocale();
  const role = useRoleName();
  const look = useChange(lookAtInvitation, { problems: 'silent' });
  const { send } = look;
  const [found, setFound] = useState<ResponseOf<typeof lookAtInvitation> | null>(null);
  const [ticked, setTicked] = useState(false);
  useEffect(() => {
    void send({ body: { token } }).then((outcome) => {
      if (outcome.ok) setFound(outcome.value);
    });
  }, [send, token]);
  if (!found)
    return (
      <>
        <h1>{look.problem?.title ?? t('signin.short')}</h1>
        {look.problem?.remedy && <p>{look.problem.remedy}</p>}
      </>
    );
  return (
    <>
      <h1>{t('link.invitation.title', { company: found.company, role: role(found.role) })}</h1>
      <p className="tn-muted">
        {found.known
          ? t('link.invitation.known', { email: found.email })
          : t('link.invitation.new', { email: found.email })}
      </p>
      <Form
        route={acceptInvitation}
        constant={{ token, locale, accepts: ticked ? found.toAccept : [] }}
        draft="none"
        submit={t('link.invitation.accept')}
        refused={found.toAccept.length > 0 && !ticked ? t('link.invitation.tick') : null}
        onDone={goOn}
      >
        {!found.known && (
          <TextField name="name" label={t('link.invitation.name')} autoComplete="name" autoFocus />
        )}
        <TextField
          name="password"
          type="password"
          label={t('signin.password')}
          autoComplete={found.known ? 'current-password' : 'new-password'}
        />
        {found.known && (
          <TextField name="code" label={t('link.invitation.code')} autoComplete="one-time-code" />
        )}
        {found.toAccept.length > 0 && (
          <ForTheFirm list={found.toAccept} company={found.company} ticked={ticked} onTick={setTicked} />
        )}
      </Form>
    </>
  );
}

/** Whoever is the first with authority accepts the policies for the firm: each is linked, and nothing is ticked before. */
function ForTheFirm({
  list,
  company,
  ticked,
  onTick,
}: {
  readonly list: ResponseOf<typeof lookAtInvitation>['toAccept'];
  readonly company: string;
  readonly ticked: boolean;
  readonly onTick: (ticked: boolean) => void;
}) {
  const t = useWords(accountsWords);
  const box = useId();
  return (
    <div className="tn-field">
      <span className="tn-check">
        <input id={box} type="checkbox" checked={ticked} onChange={(event) => onTick(event.target.checked)} />
        <label htmlFor={box}>{t('link.invitation.policies', { company })}</label>
      </span>
      <ul className="tn-small">
        {list.map(({ document, version }) => (
          <li key={document}>
            <a href={`/policy/${document}/${version}`} target="_blank" rel="noreferrer">
              {t(`link.invitation.${document}`, { number: version })}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
