import { useQueryClient } from '@tanstack/react-query';
import { Button } from '#platform/web-kit/button.tsx';
import { useKit } from '#platform/web-kit/context.ts';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getMe, proveAgain, proveByPasskey, proveByPasskeyOptions, type Mine } from '../me-contract.ts';
import { accountWords } from './account-words.ts';
import { usePasskey } from './use-passkey.ts';

/** Signing in again within a session; the page goes on where it was. */
export function ProofCard({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  const { client } = useKit();
  const queries = useQueryClient();
  const said = useChange(proveByPasskey);
  const passkey = usePasskey(async (browser) => {
    const { token, options } = await client.call(proveByPasskeyOptions);
    const response = await browser.startAuthentication({ optionsJSON: options as never });
    await said.send({ body: { token, response: response as never } });
  });
  return (
    <Card title={t('account.proof')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('account.proof.note')}</p>
        <Form
          route={proveAgain}
          draft="none"
          submit={t('account.proof')}
          onDone={() => void queries.invalidateQueries()}
        >
          <TextField
            name="password"
            label={t('account.password.current')}
            type="password"
            autoComplete="current-password"
          />
          {(mine.totp || mine.passkeys.length > 0) && (
            <TextField name="code" label={t('account.proof.code')} autoComplete="one-time-code" />
          )}
        </Form>
        {mine.passkeys.length > 0 && (
          <div>
            <Button busy={passkey.busy} onClick={passkey.run}>
              {t('account.proof.passkey')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

/** On other pages with steps that matter: the card, when it is needed. */
export function ProofWhenNeeded() {
  const read = useRead(getMe);
  return read.data && !read.data.proven ? <ProofCard mine={read.data} /> : null;
}
