import { useEffect } from 'react';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Mark } from '#platform/web-kit/mark.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { signIn } from '../contract.ts';
import { SampleBoard } from './SampleBoard.tsx';
import { useDemoRole, useNewSession, useRoleName } from './SessionGate.tsx';
import { accountsWords } from './words.ts';
import './sign-in.css';

/** The first screen: sign in, or look around the demo as a role. */
export function SignIn({ demoRoles }: { readonly demoRoles: readonly string[] }) {
  const t = useWords(accountsWords);
  const begin = useNewSession();
  useEffect(() => {
    document.title = `${t('signin.short')} · Tenon`;
  }, [t]);
  return (
    <main className="si">
      <div className="si-side">
        <div className="si-brand">
          <Mark />
          Tenon
        </div>
        <div className="si-box">
          <h1>{t('signin.title')}</h1>
          <Form route={signIn} submit={t('signin.submit')} draft="none" onDone={begin}>
            <TextField name="email" type="email" label={t('signin.email')} autoComplete="username" />
            <TextField
              name="password"
              type="password"
              label={t('signin.password')}
              autoComplete="current-password"
            />
          </Form>
          {demoRoles.length > 0 && <DemoRoles roles={demoRoles} />}
        </div>
      </div>
      <div className="si-board" aria-hidden="true">
        <SampleBoard />
        <p>{t('signin.claim')}</p>
      </div>
    </main>
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
