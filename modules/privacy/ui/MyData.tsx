import { useState } from 'react';
import { RIGHTS } from '#domain/policy/rights.ts';
import { ProofWhenNeeded } from '#modules/accounts/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { NoteField, SelectField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { askAboutMyData, fetchMyArchive, getMyData, type MyData as Mine } from '../contract.ts';
import { privacyUiWords } from './words.ts';

type Archive = Mine['requests'][number]['archives'][number];

/** What the signed-in person asked about their own data, how it stands, and what there is to fetch. */
export default function MyData() {
  const t = useWords(privacyUiWords);
  const format = useFormat();
  const read = useRead(getMyData, {}, { live: ['privacy-case.'] });
  const [asks, setAsks] = useState(false);
  return (
    <Page>
      <PageHead
        sentence={t('mine.sentence')}
        note={t('mine.note')}
        action={
          <Button kind="primary" onClick={() => setAsks(true)}>
            {t('mine.ask')}
          </Button>
        }
      />
      <ProofWhenNeeded />
      <Card flush>
        <Lines
          label={t('mine.title')}
          read={read}
          rows={({ requests }) => requests}
          rowKey={(one) => one.id}
          empty={{ sentence: t('mine.none') }}
          columns={[
            {
              key: 'what',
              head: t('mine.request'),
              phone: 'title',
              cell: (one) => `${one.number}. ${t(`mine.${one.asks}`)}`,
            },
            { key: 'on', head: t('mine.received'), cell: (one) => format.day(one.receivedOn) },
            {
              key: 'state',
              head: t('mine.state'),
              cell: (one) => (
                <>
                  <StateTag tone={one.state === 'answered' ? 'done' : 'warn'}>
                    {t(`cases.state.${one.state}`)}
                  </StateTag>
                  {one.state === 'open' && (
                    <p className="tn-small tn-muted">{t('mine.by', { day: format.day(one.dueOn) })}</p>
                  )}
                </>
              ),
            },
            {
              key: 'answer',
              head: t('mine.result'),
              phone: 'bare',
              cell: (one) => (
                <>
                  {one.answer && <p className="tn-small">{one.answer}</p>}
                  {one.archives.map((archive) => (
                    <Fetch key={archive.id} archive={archive} />
                  ))}
                </>
              ),
            },
          ]}
        />
      </Card>
      {asks && (
        <Dialog open onClose={() => setAsks(false)} title={t('mine.ask')} width={44}>
          <Form
            route={askAboutMyData}
            initial={{ asks: 'access', details: '' }}
            draft="none"
            submit={t('mine.ask')}
            onDone={() => {
              toast({ title: t('mine.asked') });
              read.again();
              setAsks(false);
            }}
          >
            <FormGrid>
              <SelectField
                name="asks"
                label={t('mine.what')}
                options={RIGHTS.map((value) => ({ value, label: t(`mine.${value}`) }))}
              />
              <NoteField name="details" label={t('mine.details')} rows={4} />
            </FormGrid>
          </Form>
        </Dialog>
      )}
    </Page>
  );
}

function Fetch({ archive }: { readonly archive: Archive }) {
  const t = useWords(privacyUiWords);
  const format = useFormat();
  if (archive.gone) return <p className="tn-small tn-muted">{t('mine.gone', { label: archive.label })}</p>;
  return (
    <div>
      <a className="tn-button" href={`${fetchMyArchive.path}?archiveId=${archive.id}`} download>
        {t('mine.fetch', { label: archive.label })}
      </a>
      <p className="tn-small tn-muted">{t('mine.until', { at: format.instant(archive.expiresAt) })}</p>
    </div>
  );
}
