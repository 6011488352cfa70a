import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { acceptPolicy } from '../consent/contract.ts';
import { consentUiWords } from './consent-words.ts';

interface Props {
  readonly list: readonly { readonly document: 'privacy' | 'cancellation'; readonly version: number }[];
  /** the firm has accepted before: this is a later version, and everything goes on meanwhile */
  readonly active: boolean;
}

/** The versions that somebody with authority is asked to accept for the firm, one by one, each beside its text. */
export function AcceptPolicies({ list, active }: Props) {
  const t = useWords(consentUiWords);
  const accept = useChange(acceptPolicy, { onDone: () => toast({ title: t('consents.accept.done') }) });
  return (
    <Card title={t('consents.accept.title')}>
      <div className="tn-flow">
        <p className="tn-muted">{t(active ? 'consents.accept.later' : 'consents.accept.first')}</p>
        {list.map(({ document, version }) => (
          <div key={document} className="tn-row">
            <span className="tn-strong">{t(`consents.accept.${document}`)}</span>
            <a href={`/policy/${document}/${version}`} target="_blank" rel="noreferrer">
              {t('consents.accept.read', { number: version })}
            </a>
            <Button
              busy={accept.busy}
              onClick={() =>
                void accept.send({
                  body: { document, version, act: 'button', occasion: active ? 'later' : 'activation' },
                })
              }
            >
              {t('consents.accept', { number: version })}
            </Button>
          </div>
        ))}
      </div>
    </Card>
  );
}
