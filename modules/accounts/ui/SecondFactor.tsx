import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useKit } from '#platform/web-kit/context.ts';
import { useChange } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  addPasskey,
  beginTotp,
  confirmTotp,
  newRecoveryCodes,
  passkeyNewOptions,
  removePasskey,
  removeTotp,
  type Mine,
} from '../me-contract.ts';
import { accountWords } from './account-words.ts';
import { usePasskey } from './use-passkey.ts';
import './account.css';

/** Authenticator app, passkeys, recovery codes. */
export function SecondFactor({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const refused = mine.proven ? null : t('account.proof.needed');
  const renew = useChange(newRecoveryCodes, { onDone: (made) => setCodes(made.recoveryCodes) });
  const has = mine.totp || mine.passkeys.length > 0;
  if (codes.length > 0) return <RecoveryCodes codes={codes} onDone={() => setCodes([])} />;
  return (
    <Card title={t('account.factor')}>
      <div className="tn-flow">
        <p className="tn-muted">
          {has ? t('account.factor.some', { codes: mine.recoveryCodes }) : t('account.factor.none')}
        </p>
        <Totp mine={mine} refused={refused} onCodes={setCodes} />
        <Passkeys mine={mine} refused={refused} onCodes={setCodes} />
        {has && (
          <div>
            <Button busy={renew.busy} refused={refused} onClick={() => void renew.send()}>
              {t('account.codes.new')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

interface Part {
  readonly mine: Mine;
  readonly refused: string | null;
  readonly onCodes: (codes: readonly string[]) => void;
}

function Totp({ mine, refused, onCodes }: Part) {
  const t = useWords(accountWords);
  const [begun, setBegun] = useState<{ secret: string; picture: string } | null>(null);
  const begin = useChange(beginTotp, { onDone: setBegun });
  const remove = useChange(removeTotp);
  if (mine.totp)
    return (
      <div className="tn-row">
        <span>{t('account.totp.on')}</span>
        <Button kind="danger" busy={remove.busy} refused={refused} onClick={() => void remove.send()}>
          {t('account.totp.remove')}
        </Button>
      </div>
    );
  if (!begun)
    return (
      <div>
        <Button busy={begin.busy} refused={refused} onClick={() => void begin.send()}>
          {t('account.totp.add')}
        </Button>
      </div>
    );
  return (
    <section className="tn-flow" aria-label={t('account.totp')}>
      <p>{t('account.totp.scan')}</p>
      <img
        className="ac-qr"
        alt={t('account.totp.alt')}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(begun.picture)}`}
      />
      <p className="tn-small">
        {t('account.totp.secret')}: <span className="ac-secret">{begun.secret}</span>
      </p>
      <Form
        route={confirmTotp}
        draft="none"
        submit={t('account.totp.confirm')}
        onDone={(done) => {
          setBegun(null);
          onCodes(done.recoveryCodes);
        }}
      >
        <TextField name="code" label={t('account.totp.code')} autoComplete="one-time-code" />
      </Form>
    </section>
  );
}

function Passkeys({ mine, refused, onCodes }: Part) {
  const t = useWords(accountWords);
  const f = useFormat();
  const { client } = useKit();
  const add = useChange(addPasskey);
  const remove = useChange(removePasskey);
  const make = usePasskey(async (browser) => {
    const { token, options } = await client.call(passkeyNewOptions);
    const response = await browser.startRegistration({ optionsJSON: options as never });
    const name = t('account.passkey.name', { day: f.instant(mine.provenAt) });
    const added = await add.send({ body: { token, name, response: response as never } });
    if (added.ok && added.value.recoveryCodes.length > 0) onCodes(added.value.recoveryCodes);
  });
  return (
    <section className="tn-flow" aria-label={t('account.passkey')}>
      {mine.passkeys.length === 0 && <p className="tn-muted">{t('account.passkey.none')}</p>}
      <ul className="ac-list">
        {mine.passkeys.map((key) => (
          <li key={key.id}>
            <span>
              {key.name}{' '}
              <span className="tn-muted tn-small">
                {key.usedAt
                  ? t('account.passkey.used', { when: f.instant(key.usedAt) })
                  : t('account.passkey.never')}
              </span>
            </span>
            <Button
              kind="danger"
              busy={remove.busy}
              refused={refused}
              onClick={() => void remove.send({ params: { passkeyId: key.id } })}
            >
              {t('account.passkey.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button busy={make.busy} refused={refused} onClick={make.run}>
          {t('account.passkey.add')}
        </Button>
      </div>
    </section>
  );
}

function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}) {
  const t = useWords(accountWords);
  return (
    <Card title={t('account.codes.title')}>
      <div className="tn-flow">
        <p>{t('account.codes.note')}</p>
        <ul className="ac-codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div>
          <Button kind="primary" onClick={onDone}>
            {t('account.codes.done')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
