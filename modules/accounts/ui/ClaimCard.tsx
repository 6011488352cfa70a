import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may } from '../contract.ts';
import { askForOwnership, getClaim, refuseClaim } from '../way-back-contract.ts';
import { peopleWords } from './people-words.ts';
import { ProofWhenNeeded } from './ProofCard.tsx';

/** The way back when the only owner has left: asked for by who is still here, ended by an owner who is. */
export function ClaimCard() {
  const t = useWords(peopleWords);
  const f = useFormat();
  const owner = useMay(may.managePeople);
  const claim = useRead(getClaim).data?.claim;
  const refuse = useChange(refuseClaim);
  if (claim)
    return (
      <Card title={t('claim.title')}>
        <div className="tn-flow">
          <p>{t('claim.open', { name: claim.name, reason: claim.reason, until: f.instant(claim.ripeAt) })}</p>
          {owner && (
            <div>
              <Button busy={refuse.busy} onClick={() => void refuse.send()}>
                {t('claim.refuse')}
              </Button>
            </div>
          )}
        </div>
      </Card>
    );
  if (owner) return null;
  return (
    <>
      <ProofWhenNeeded />
      <Card title={t('claim.title')}>
        <div className="tn-flow">
          <p className="tn-muted">{t('claim.note')}</p>
          <Form
            route={askForOwnership}
            submit={t('claim.ask')}
            onDone={() => toast({ title: t('claim.asked') })}
          >
            <TextField name="reason" label={t('claim.reason')} />
          </Form>
        </div>
      </Card>
    </>
  );
}
