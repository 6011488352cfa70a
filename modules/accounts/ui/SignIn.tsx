import { useEffect, useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useKit } from '#platform/web-kit/context.ts';
import { useChange } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { passkeyInOptions, signIn, signInWithCode, signInWithPasskey, type Session } from '../contract.ts';
import { askForReset } from '../me-contract.ts';
import { Entrance } from './Entrance.tsx';
import { useDemoRole, useNewSession, useRoleName } from './SessionGate.tsx';
import { usePasskey } from './use-passkey.ts';
import { accountsWords } from './words.ts';

/** The first screen: sign in, or look around the demo as a role. */
export function SignIn({ demoRoles }: { readonly demoRoles: readonly string[] }) {
  const t = useWords(accountsWords);
  useEffect(() => {
    document.title = `${t('signin.short')} · Tenon`;
  }, [t]);
  return (
    <Entrance>
      <SignInSteps />
      {demoRoles.length > 0 && <DemoRoles roles={demoRoles} />}
    </Entrance>
  );
}

type Next = NonNullable<Session['next']>;
/** What was typed at the first step, kept for the choice of a company that follows it. */
interface Typed {
  readonly email: string;
  readonly password: string;
}

function SignInSteps() {
  const t = useWords(accountsWords);
  const begin = useNewSession();
  const [next, setNext] = useState<Next | null>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [forgotten, setForgotten] = useState(false);
  const answered = (answer: Session): void => {
    setNext(answer.next);
    if (answer.signedIn) begin(answer);
  };
  const back = (
    <Button
      kind="quiet"
      onClick={() => {
        setNext(null);
        setForgotten(false);
      }}
    >
      {t('signin.back')}
    </Button>
  );
  if (forgotten) return <Forgotten back={back} />;
  if (next?.step === 'factor')
    return (
      <>
        <h1>{t('signin.code.title')}</h1>
        <p className="tn-muted">{t('signin.code.note')}</p>
        <Form
          route={signInWithCode}
          constant={{ challenge: next.challenge }}
          submit={t('signin.submit')}
          draft="none"
          onDone={answered}
        >
          <TextField name="code" label={t('signin.code')} autoComplete="one-time-code" autoFocus />
        </Form>
        {back}
      </>
    );
  if (next?.step === 'tenant' && typed)
    return (
      <>
        <h1>{t('signin.tenant.title')}</h1>
        <ChooseTenant typed={typed} tenants={next.tenants} onAnswer={answered} />
        {back}
      </>
    );
  return (
    <>
      <h1>{t('signin.title')}</h1>
      <Form
        route={signIn}
        submit={t('signin.submit')}
        draft="none"
        onBody={(body) => setTyped(body as Typed | null)}
        onDone={answered}
      >
        <TextField name="email" type="email" label={t('signin.email')} autoComplete="username webauthn" />
        <TextField
          name="password"
          type="password"
          label={t('signin.password')}
          autoComplete="current-password"
        />
      </Form>
      <div className="tn-row">
        <PasskeyButton onAnswer={answered} />
        <Button kind="quiet" onClick={() => setForgotten(true)}>
          {t('signin.forgot')}
        </Button>
      </div>
    </>
  );
}

function ChooseTenant({
  typed,
  tenants,
  onAnswer,
}: {
  readonly typed: Typed;
  readonly tenants: readonly { readonly id: string; readonly name: string }[];
  readonly onAnswer: (answer: Session) => void;
}) {
  const choose = useChange(signIn, { onDone: onAnswer });
  return (
    <div className="tn-flow">
      {tenants.map(({ id, name }) => (
        <div key={id}>
          <Button
            busy={choose.busy}
            onClick={() => void choose.send({ body: { ...typed, tenantId: id as Id } })}
          >
            {name}
          </Button>
        </div>
      ))}
    </div>
  );
}

function PasskeyButton({ onAnswer }: { readonly onAnswer: (answer: Session) => void }) {
  const t = useWords(accountsWords);
  const { client } = useKit();
  const enter = useChange(signInWithPasskey, { onDone: onAnswer });
  const passkey = usePasskey(async (browser) => {
    const { token, options } = await client.call(passkeyInOptions);
    const response = await browser.startAuthentication({ optionsJSON: options as never });
    await enter.send({ body: { token, response: response as never } });
  });
  return (
    <Button busy={passkey.busy} onClick={passkey.run}>
      {t('signin.passkey')}
    </Button>
  );
}

function Forgotten({ back }: { readonly back: React.ReactNode }) {
  const t = useWords(accountsWords);
  const [sent, setSent] = useState(false);
  return (
    <>
      <h1>{t('signin.forgot.title')}</h1>
      {sent ? (
        <p role="status">{t('signin.forgot.note')}</p>
      ) : (
        <Form route={askForReset} submit={t('signin.forgot.send')} draft="none" onDone={() => setSent(true)}>
          <TextField name="email" type="email" label={t('signin.email')} autoComplete="username" autoFocus />
        </Form>
      )}
      {back}
    </>
  );
}

function DemoRoles({ roles }: { readonly roles: readonly string[] }) {
  const t = useWords(accountsWords);
  const demo = useDemoRole();
  const name = useRoleName();
  return (
    <section className="si-demo" aria-labelledby="si-demo">
      <h2 id="si-demo">{t('signin.demo.title')}</h2>
      <ul>
        {roles.map((role) => (
          <li key={role}>
            <button type="button" onClick={() => demo.run(role)} aria-disabled={demo.busy}>
              <span className="tn-strong">{name(role)}</span>
              <span className="tn-muted tn-small">{t(`role.${role}.note` as 'role.owner.note')}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="tn-small tn-muted">{t('signin.demo.note')}</p>
    </section>
  );
}
