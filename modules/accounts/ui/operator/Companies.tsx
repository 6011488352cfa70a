import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { openSupport } from '../../people-contract.ts';
import { approveClaim, listClaims } from '../../way-back-contract.ts';
import { peopleWords } from '../people-words.ts';
import { ProofWhenNeeded } from '../ProofCard.tsx';

/** What the operator may do for a company that asks: look with its code, decide about a new owner. */
export default function Companies() {
  const t = useWords(peopleWords);
  const f = useFormat();
  const read = useRead(listClaims);
  const approve = useChange(approveClaim, {
    onDone: ({ done }) => toast({ title: done ? t('claims.done') : t('claims.first') }),
  });
  return (
    <Page>
      <PageHead sentence={t('claims.title')} />
      <ProofWhenNeeded />
      <Card flush title={t('claims.title')}>
        <Lines
          label={t('claims.title')}
          read={read}
          rows={(answer) => answer.claims}
          rowKey={(claim) => claim.id}
          empty={{ sentence: t('claims.none') }}
          columns={[
            { key: 'company', head: t('claims.company'), cell: (claim) => claim.company, phone: 'title' },
            { key: 'who', head: t('claims.who'), cell: (claim) => claim.name },
            { key: 'why', head: t('claims.why'), cell: (claim) => claim.reason },
            { key: 'ripe', head: t('claims.ripe'), cell: (claim) => f.instant(claim.ripeAt) },
            {
              key: 'approve',
              head: t('claims.approve'),
              cell: (claim) => (
                <Button
                  kind="quiet"
                  busy={approve.busy}
                  onClick={() => void approve.send({ params: { claimId: claim.id as Id } })}
                >
                  {claim.firstAt ? t('claims.approve.second') : t('claims.approve')}
                </Button>
              ),
              phone: 'bare',
            },
          ]}
        />
      </Card>
      <Card title={t('look.title')}>
        <div className="tn-flow">
          <p className="tn-muted">{t('look.note')}</p>
          <Form
            route={openSupport}
            draft="none"
            submit={t('look.open')}
            // The session is another one now: the office opens anew with it.
            onDone={() => location.assign('/')}
          >
            <TextField name="code" label={t('look.code')} />
          </Form>
        </div>
      </Card>
    </Page>
  );
}
