import { useRead } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getSender, putSender } from '../contract.ts';
import { Holidays } from './Holidays.tsx';
import { supportUiWords } from './words.ts';

/** Under which name mail goes out, and where answers go. @param back the inbox of this entry */
export function SenderPage({ back }: { readonly back: string }) {
  const t = useWords(supportUiWords);
  const read = useRead(getSender);
  return (
    <Page>
      <PageHead sentence={t('sender.title')} back={{ href: back, label: t('support.mail') }} />
      <WhenRead read={read}>
        {(sender) => (
          <Card title={t('sender.how')}>
            <Facts facts={[{ label: t('sender.address'), value: sender.address }]} />
            <p className="tn-muted">{t('sender.address.note')}</p>
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
      <Holidays />
    </Page>
  );
}
