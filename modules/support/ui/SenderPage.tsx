import { useRead } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getSender, putSender } from '../contract.ts';
import { getWays } from '../relay-contract.ts';
import { Holidays } from './Holidays.tsx';
import { OwnAddress } from './OwnAddress.tsx';
import { OwnRelay } from './OwnRelay.tsx';
import { supportUiWords } from './words.ts';

/**
 * Under which name and address mail goes out, by which relay, and where answers go.
 * @param back the inbox of this entry; `servers`: where its own machines are registered
 */
export function SenderPage({ back, servers }: { readonly back: string; readonly servers: string }) {
  const t = useWords(supportUiWords);
  const read = useRead(getSender);
  const ways = useRead(getWays);
  const again = () => ways.again();
  return (
    <Page>
      <PageHead sentence={t('sender.title')} back={{ href: back, label: t('support.mail') }} />
      <WhenRead read={read}>
        {(sender) => (
          <Card title={t('sender.how')}>
            <Form route={putSender} initial={sender} onDone={() => toast({ title: t('sender.saved') })}>
              <TextField name="displayName" label={t('sender.name')} hint={t('sender.name.hint')} />
              <TextField
                name="replyTo"
                type="email"
                label={t('sender.replyTo')}
                hint={t('sender.replyTo.hint')}
              />
            </Form>
          </Card>
        )}
      </WhenRead>
      <WhenRead read={ways}>
        {(found) => (
          <>
            <OwnAddress ways={found} read={ways} />
            <OwnRelay ways={found} again={again} servers={servers} />
          </>
        )}
      </WhenRead>
      <Holidays />
    </Page>
  );
}
