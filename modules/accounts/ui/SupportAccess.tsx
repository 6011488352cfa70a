import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { endSupport, grantSupport, listSupport, type Support } from '../people-contract.ts';
import { peopleWords } from './people-words.ts';
import { ProofWhenNeeded } from './ProofCard.tsx';
import './account.css';

type Look = Support['looks'][number];

/** Letting the operator's staff in, and who looked at what. */
export default function SupportAccess() {
  const t = useWords(peopleWords);
  const f = useFormat();
  const read = useRead(listSupport);
  const [code, setCode] = useState<string | null>(null);
  const end = useChange(endSupport);
  const open = read.data?.grants.find((grant) => grant.open);
  const what = useWhat();
  return (
    <Page>
      <PageHead
        sentence={open ? t('support.open', { until: f.instant(open.until) }) : t('support.closed')}
        note={t('support.note')}
        back={{ href: '/people', label: t('people.title') }}
      />
      <ProofWhenNeeded />
      {code ? (
        <Card title={t('support.title')}>
          <div className="tn-flow">
            <p>{t('support.code')}</p>
            <p className="ac-secret">{code}</p>
            <div>
              <Button kind="primary" onClick={() => setCode(null)}>
                {t('support.code.done')}
              </Button>
            </div>
          </div>
        </Card>
      ) : (
        <Card title={t('support.grant')}>
          <Form
            route={grantSupport}
            initial={{ hours: 24 }}
            submit={t('support.grant')}
            onDone={(granted) => setCode(granted.code)}
          >
            <TextField name="reason" label={t('support.reason')} />
            <NumberField
              name="hours"
              label={t('support.hours')}
              hint={t('support.hours.hint')}
              decimals={0}
            />
          </Form>
        </Card>
      )}
      <Card flush title={t('support.grants')}>
        <Lines
          label={t('support.grants')}
          read={read}
          rows={(answer) => answer.grants}
          rowKey={(grant) => grant.id}
          empty={{ sentence: t('support.grants.none') }}
          columns={[
            { key: 'reason', head: t('support.why'), cell: (grant) => grant.reason, phone: 'title' },
            { key: 'by', head: t('support.by'), cell: (grant) => grant.by },
            {
              key: 'until',
              head: t('support.until'),
              cell: (grant) => f.instant(grant.endedAt ?? grant.until),
            },
            {
              key: 'state',
              head: t('support.state'),
              cell: (grant) =>
                grant.open ? (
                  <Button
                    kind="danger"
                    busy={end.busy}
                    onClick={() => void end.send({ params: { grantId: grant.id } })}
                  >
                    {t('support.end')}
                  </Button>
                ) : (
                  t('support.state.over')
                ),
            },
          ]}
        />
      </Card>
      <Card flush title={t('support.looks')}>
        <Lines
          label={t('support.looks')}
          read={read}
          rows={(answer) => answer.looks.map((look, at) => ({ ...look, key: `${look.at} ${at}` }))}
          rowKey={(look) => look.key}
          empty={{ sentence: t('support.looks.none') }}
          columns={[
            { key: 'what', head: t('support.what'), cell: what, phone: 'title' },
            { key: 'who', head: t('support.who'), cell: (look) => look.who },
            { key: 'when', head: t('support.when'), cell: (look) => f.instant(look.at) },
            { key: 'why', head: t('support.why'), cell: (look) => look.reason },
          ]}
        />
      </Card>
    </Page>
  );
}

/** What was looked at: a sentence for what has one, the address of the page's data for the rest. */
function useWhat(): (look: Look) => string {
  const t = useWords(peopleWords);
  const sentences: Readonly<Record<string, string>> = {
    'support.granted': t('support.what.granted'),
    'support.opened': t('support.what.opened'),
    'support.ended': t('support.what.ended'),
    'company.bank-revealed': t('support.what.bank'),
  };
  return (look) => sentences[look.what] ?? look.what;
}
