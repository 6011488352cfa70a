import { useState } from 'react';
import { ProofWhenNeeded } from '#modules/accounts/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  cardsMay,
  endCardAccount,
  getCardAccount,
  listParked,
  saveCardAccount,
  type CardAccountView,
} from '../../cards/contract.ts';
import { ParkedLines } from './ParkedLines.tsx';
import { cardUiWords } from './words.ts';

/** What of the card provider waits for a person, and for the owner its keys. */
export default function Cards() {
  const t = useWords(cardUiWords);
  const read = useRead(listParked, {}, { live: ['card-parked.', 'payment.'] });
  const owner = useMay(cardsMay.setUpCards);
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('cards.sentence', { count: read.data.parked.length }) : t('cards.title')}
        note={t('cards.note')}
        back={{ href: '/money', label: t('cards.money') }}
      />
      <Card flush title={t('cards.parked')}>
        <ParkedLines read={read} />
      </Card>
      {owner && <Account />}
    </Page>
  );
}

function Account() {
  const t = useWords(cardUiWords);
  const read = useRead(getCardAccount, {}, { live: ['card-account.'] });
  return (
    <>
      <ProofWhenNeeded />
      <Card title={t('cards.account')}>
        <WhenRead read={read}>{(account) => <Keys account={account} />}</WhenRead>
      </Card>
    </>
  );
}

function Keys({ account }: { readonly account: CardAccountView }) {
  const t = useWords(cardUiWords);
  const f = useFormat();
  const [ending, setEnding] = useState(false);
  const end = useChange(endCardAccount, {
    onDone: () => {
      setEnding(false);
      toast({ title: t('cards.ended') });
    },
  });
  return (
    <div className="tn-flow">
      <p>{t(account.on ? 'cards.on' : 'cards.off')}</p>
      <p className="tn-muted">{t('cards.contract')}</p>
      <Facts
        facts={[
          ...(account.on
            ? [
                { label: t('cards.key'), value: account.key },
                { label: t('cards.hook'), value: account.webhook },
              ]
            : []),
          { label: t('cards.hookUrl'), value: <code>{account.webhookUrl}</code> },
          ...(account.changedAt
            ? [
                {
                  label: t('cards.changed'),
                  value: t('cards.changedBy', { when: f.instant(account.changedAt), who: account.changedBy }),
                },
              ]
            : []),
          { label: t('cards.messages'), value: f.count(account.messagesTaken) },
          ...account.messagesIgnored.map(({ kind, messages }) => ({
            label: `${t('cards.ignored')}: ${kind}`,
            value: f.count(messages),
          })),
        ]}
      />
      <p className="tn-small tn-muted">{t('cards.hookEvents')}</p>
      <Form
        route={saveCardAccount}
        draft="none"
        submit={t('cards.save')}
        onDone={() => toast({ title: t('cards.saved') })}
      >
        <TextField name="secretKey" label={t('cards.key')} hint={t('cards.key.hint')} autoComplete="off" />
        <TextField
          name="webhookSecret"
          label={t('cards.hook')}
          hint={t('cards.hook.hint')}
          autoComplete="off"
        />
      </Form>
      {account.on && (
        <div>
          <Button kind="danger" onClick={() => setEnding(true)}>
            {t('cards.end')}
          </Button>
        </div>
      )}
      <Dialog open={ending} onClose={() => setEnding(false)} title={t('cards.end')}>
        <div className="tn-flow">
          <p>{t('cards.endText')}</p>
          <div>
            <Button kind="danger" busy={end.busy} onClick={() => void end.send()}>
              {t('cards.end')}
            </Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}
