import type { Id } from '#domain/kernel/ids.ts';
import { mailMay, retryOutgoing } from '#platform/mail/mail-contract.ts';
import type { MailView } from '#platform/mail/mail-shape.ts';
import { Button } from './button.tsx';
import { useChange } from './data.ts';
import { useMailStates, useMailWords } from './mail-state.ts';
import { useMay } from './session.ts';
import { toast } from './toasts.ts';

/** What became of a document's mails, each with the way to send it again where it did not arrive. */
export function MailList({ mails }: { readonly mails: readonly MailView[] }) {
  const states = useMailStates();
  return (
    <>
      {states(mails).map(({ label, value, trouble }, at) => (
        <p key={mails[at]!.id} className={trouble ? 'tn-small' : 'tn-small tn-muted'}>
          {label}: {value} {trouble && <MailAgain mail={mails[at]!} />}
        </p>
      ))}
    </>
  );
}

/** Sends one mail again; shown to whoever may. */
export function MailAgain({ mail }: { readonly mail: MailView }) {
  const t = useMailWords();
  const may = useMay(mailMay.again);
  const again = useChange(retryOutgoing, { onDone: () => toast({ title: t('mail.again.done') }) });
  if (!may || (mail.state !== 'failed' && mail.state !== 'bounced')) return null;
  return (
    <Button
      kind="quiet"
      busy={again.busy}
      onClick={() => void again.send({ params: { outgoingMailId: mail.id as Id } })}
    >
      {t('mail.again')}
    </Button>
  );
}
