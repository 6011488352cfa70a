import { useState } from 'react';
import type { ResponseOf } from '#platform/http/contract.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may, myConsents, objectToUsage, sayOfSource } from '../consent/contract.ts';
import { AcceptPolicies } from './AcceptPolicies.tsx';
import { consentUiWords } from './consent-words.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';

type Mine = ResponseOf<typeof myConsents>;
type PurposeRow = Mine['purposes'][number];

/** To what the signed-in person agreed, purpose by purpose, and the way back from each. */
export default function MyConsents() {
  const t = useWords(consentUiWords);
  const locale = useLocale();
  const format = useFormat();
  const read = useRead(myConsents, {}, { live: ['consent.', 'acceptance.', 'source-consent.'] });
  const [open, setOpen] = useState<PurposeRow | null>(null);
  return (
    <Page>
      <PageHead sentence={t('consents.title')} note={t('consents.note')} />
      {read.data && read.data.toAccept.length > 0 && (
        <AcceptPolicies list={read.data.toAccept} active={read.data.active} />
      )}
      <Card title={t('consents.purposes')} flush>
        <Lines
          label={t('consents.purposes')}
          read={pick(read, ({ purposes }) => purposes)}
          rows={(purposes) => purposes}
          rowKey={(row) => row.purpose}
          empty={{ sentence: t('consents.none'), example: t('consents.none.example') }}
          columns={[
            { key: 'purpose', head: t('consents.purpose'), cell: (row) => row.name[locale], phone: 'title' },
            { key: 'why', head: t('consents.why'), cell: (row) => row.why[locale], phone: 'bare' },
            {
              key: 'state',
              head: t('consents.state'),
              cell: (row) => (
                <StateTag tone={row.given ? 'done' : 'cancelled'}>
                  {t(row.given ? 'consents.given' : 'consents.back')}
                </StateTag>
              ),
            },
            {
              key: 'since',
              head: t('consents.since'),
              cell: (row) => format.instant(row.at),
            },
            {
              key: 'policy',
              head: t('consents.policy'),
              cell: (row) => (row.policyVersion ? t('consents.version', { number: row.policyVersion }) : ''),
            },
            {
              key: 'act',
              head: t('consents.act'),
              cell: (row) =>
                row.given && <Button onClick={() => setOpen(row)}>{t('consents.withdraw')}</Button>,
            },
          ]}
        />
      </Card>
      {read.data && <Sources list={read.data.sources} />}
      {read.data && <Usage objected={read.data.objected} />}
      {open && (
        <WithdrawDialog purpose={open.purpose} name={open.name[locale]} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}

/** Art. 21 GDPR: whoever does not want to stand in the log of visits says so here. */
function Usage({ objected }: { readonly objected: boolean }) {
  const t = useWords(consentUiWords);
  const change = useChange(objectToUsage);
  return (
    <Card title={t('consents.usage.title')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('consents.usage.note')}</p>
        <div className="tn-row">
          <StateTag tone={objected ? 'cancelled' : 'done'}>
            {t(objected ? 'consents.usage.objected' : 'consents.usage.on')}
          </StateTag>
          <Button busy={change.busy} onClick={() => void change.send({ body: { objects: !objected } })}>
            {t(objected ? 'consents.usage.back' : 'consents.usage.object')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Sources({ list }: { readonly list: Mine['sources'] }) {
  const t = useWords(consentUiWords);
  const locale = useLocale();
  const mayChoose = useMay(may.sources);
  const say = useChange(sayOfSource);
  return (
    <Card title={t('consents.sources.title')}>
      <div className="tn-flow">
        {list.map(({ source, name, tells, given }) => (
          <div key={source} className="tn-row">
            <div>
              <p className="tn-strong">{name[locale]}</p>
              <p className="tn-small tn-muted">{tells[locale]}</p>
            </div>
            <StateTag tone={given ? 'done' : 'cancelled'}>
              {t(given ? 'consents.given' : 'consents.back')}
            </StateTag>
            {mayChoose && (
              <Button busy={say.busy} onClick={() => void say.send({ body: { source, given: !given } })}>
                {t(given ? 'consents.sources.forbid' : 'consents.sources.allow')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </Card>
  );
}
