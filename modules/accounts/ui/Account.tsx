import { useRead } from '#platform/web-kit/data.ts';
import { SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Columns, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  askForEmail,
  changePassword,
  closeMe,
  getMe,
  mergeIntoMe,
  updateMe,
  type Mine,
} from '../me-contract.ts';
import { accountWords } from './account-words.ts';
import { looksWords } from './looks-words.ts';
import { mailChoiceUiWords } from './mail-choice-words.ts';
import { MyPin } from './MyPin.tsx';
import { ProofCard } from './ProofCard.tsx';
import { ProfilePicture } from './ProfilePicture.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { Sessions } from './Sessions.tsx';

/** One's own login: who one is, how one signs in, where one is signed in. */
export default function Account() {
  const t = useWords(accountWords);
  const looks = useWords(looksWords);
  const mail = useWords(mailChoiceUiWords);
  const read = useRead(getMe);
  return (
    <Page>
      <PageHead
        sentence={t('account.title')}
        more={
          <>
            <ButtonLink href="/consents">{t('account.consents')}</ButtonLink>
            <ButtonLink href="/my-data">{t('account.myData')}</ButtonLink>
            <ButtonLink href="/account/mail">{mail('mailChoice.title')}</ButtonLink>
            <ButtonLink href="/account/looks">{looks('looks.mine')}</ButtonLink>
          </>
        }
      />
      <WhenRead read={read}>
        {(mine) => (
          <div className="tn-flow">
            {mine.factorMissing && (
              <p className="tn-notice" data-tone="warn" role="status">
                {t('account.factor.need')}
              </p>
            )}
            {!mine.proven && <ProofCard mine={mine} />}
            <Columns>
              <div className="tn-flow">
                <Profile mine={mine} />
                <ProfilePicture mine={mine} />
                <Email mine={mine} />
                {mine.hasPassword && <Password />}
              </div>
              <div className="tn-flow">
                <SecondFactor mine={mine} />
                <MyPin />
                <Sessions />
                <Merge mine={mine} />
                <Close mine={mine} />
              </div>
            </Columns>
          </div>
        )}
      </WhenRead>
    </Page>
  );
}

function Profile({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  return (
    <Card title={t('account.profile')}>
      <Form route={updateMe} initial={mine} onDone={() => toast({ title: t('account.saved') })}>
        <FormGrid>
          <TextField name="name" label={t('account.name')} autoComplete="name" />
          <TextField name="phone" label={t('account.phone')} type="tel" autoComplete="tel" />
          <SelectField
            name="locale"
            label={t('account.locale')}
            options={[
              { value: 'en', label: t('account.locale.en') },
              { value: 'de', label: t('account.locale.de') },
            ]}
          />
        </FormGrid>
      </Form>
    </Card>
  );
}

/** Why a step that matters is refused just now; null when the person has proven lately who they are. */
function useUnproven(mine: Mine): string | null {
  const t = useWords(accountWords);
  return mine.proven ? null : t('account.proof.needed');
}

function Email({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  const refused = useUnproven(mine);
  return (
    <Card title={t('account.email')}>
      <div className="tn-flow">
        <p>{t('account.email.now', { email: mine.email })}</p>
        {mine.emailAsked && (
          <p className="tn-muted">{t('account.email.asked', { email: mine.emailAsked })}</p>
        )}
        <Form
          route={askForEmail}
          submit={t('account.email.ask')}
          refused={refused}
          onDone={() => toast({ title: t('account.email.sent') })}
        >
          <TextField name="email" label={t('account.email.new')} type="email" autoComplete="email" />
        </Form>
      </div>
    </Card>
  );
}

function Password() {
  const t = useWords(accountWords);
  return (
    <Card title={t('account.password')}>
      <Form
        route={changePassword}
        draft="none"
        submit={t('account.password.change')}
        onDone={() => toast({ title: t('account.password.changed') })}
      >
        <TextField
          name="current"
          label={t('account.password.current')}
          type="password"
          autoComplete="current-password"
        />
        <TextField
          name="password"
          label={t('account.password.new')}
          hint={t('account.password.hint')}
          type="password"
          autoComplete="new-password"
        />
      </Form>
    </Card>
  );
}

function Merge({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  const refused = useUnproven(mine);
  return (
    <Card title={t('account.merge')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('account.merge.note')}</p>
        <Form
          route={mergeIntoMe}
          draft="none"
          submit={t('account.merge.do')}
          refused={refused}
          onDone={({ companies }) =>
            toast({ title: t('account.merge.done', { companies: companies.join(', ') }) })
          }
        >
          <TextField name="email" label={t('account.merge.email')} type="email" />
          <TextField name="password" label={t('account.merge.password')} type="password" />
          <TextField name="code" label={t('account.merge.code')} autoComplete="one-time-code" />
        </Form>
      </div>
    </Card>
  );
}

function Close({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  const go = useGo();
  const refused = useUnproven(mine);
  return (
    <Card title={t('account.close')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('account.close.note')}</p>
        <Form
          route={closeMe}
          draft="none"
          submit={t('account.close.do')}
          refused={refused}
          onDone={() => go('/')}
        >
          <TextField name="email" label={t('account.close.email')} />
        </Form>
      </div>
    </Card>
  );
}
