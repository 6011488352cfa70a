import type { Purpose } from '#domain/kernel/personal.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { previewWithdrawal, withdrawConsent, type Preview } from '../consent/contract.ts';
import { consentUiWords } from './consent-words.ts';

/** Says what a withdrawal stops and what the law keeps, before anything is changed. */
export function WithdrawDialog({
  purpose,
  name,
  onClose,
}: {
  readonly purpose: Purpose;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const t = useWords(consentUiWords);
  const read = useRead(previewWithdrawal, { query: { purpose } });
  const withdraw = useChange(withdrawConsent, {
    onDone: () => {
      toast({ title: t('consents.withdraw.done') });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t('consents.withdraw.title', { purpose: name })} width={36}>
      <WhenRead read={read}>
        {(preview) => (
          <div className="tn-flow">
            <Told preview={preview} />
            <div className="tn-row">
              <Button
                kind="danger"
                busy={withdraw.busy}
                onClick={() => void withdraw.send({ body: { purpose } })}
              >
                {t('consents.withdraw.sure')}
              </Button>
            </div>
          </div>
        )}
      </WhenRead>
    </Dialog>
  );
}

function Told({ preview }: { readonly preview: Preview }) {
  const t = useWords(consentUiWords);
  const locale = useLocale();
  const parts = [
    { title: t('consents.withdraw.stops'), lines: [preview.stops[locale]] },
    { title: t('consents.withdraw.ends'), lines: preview.ends.map((one) => one[locale]) },
    {
      title: t('consents.withdraw.law'),
      lines: preview.keptByLaw.map(
        (one) => `${one.name[locale]}: ${one.kept.map((time) => time[locale]).join('; ')}`,
      ),
    },
    {
      title: t('consents.withdraw.others'),
      lines: preview.keptForOthers.map(
        (one) => `${one.name[locale]}: ${one.purposes.map((purpose) => purpose[locale]).join(', ')}`,
      ),
    },
  ].filter(({ lines }) => lines.length > 0);
  return (
    <>
      {parts.map(({ title, lines }) => (
        <section key={title}>
          <h3 className="tn-label">{title}</h3>
          <ul>
            {lines.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      ))}
      <p className="tn-small tn-muted">{t('consents.withdraw.earlier')}</p>
    </>
  );
}
