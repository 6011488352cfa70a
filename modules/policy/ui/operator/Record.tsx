import type { ReactNode } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getRecord, type RecordRow } from '../../consent/contract.ts';
import { consentUiWords } from '../consent-words.ts';

/** The record of processing as it is true now; printing it gives the paper that an authority asks for. */
export default function Record() {
  const t = useWords(consentUiWords);
  const locale = useLocale();
  const format = useFormat();
  const read = useRead(getRecord, {});
  const list = (of: RecordRow['sources']): string => of.map((one) => one[locale]).join(', ') || '–';
  const record = read.data;
  return (
    <Page>
      <PageHead
        sentence={t('record.title')}
        note={
          record
            ? t('record.of', {
                operator: record.operator,
                version: record.policyVersion ?? '–',
                at: format.instant(record.madeAt),
              })
            : t('record.note')
        }
        more={<Button onClick={() => window.print()}>{t('record.print')}</Button>}
      />
      <Card flush>
        <Lines
          label={t('record.title')}
          read={pick(read, ({ rows }) => rows)}
          rows={(rows) => rows}
          rowKey={(row) => row.category}
          empty={{ sentence: t('record.note') }}
          columns={[
            {
              key: 'category',
              head: t('record.category'),
              phone: 'title',
              cell: (row) => (
                <>
                  <span className="tn-strong">{row.name[locale]}</span>{' '}
                  <span className="tn-small tn-muted">
                    {row.examples[locale]}. {t('record.where', { count: row.columns.length })}
                  </span>
                </>
              ),
            },
            { key: 'sources', head: t('record.sources'), cell: (row) => list(row.sources) },
            {
              key: 'purposes',
              head: t('record.purposes'),
              cell: (row) => list(row.purposes.map(({ name }) => name)),
            },
            {
              key: 'basis',
              head: t('record.basis'),
              cell: (row) => `${row.stated?.[locale] ?? '–'} / ${row.fallback?.[locale] ?? '–'}`,
            },
            { key: 'kept', head: t('record.kept'), cell: (row) => list(row.kept) },
            { key: 'recipients', head: t('record.recipients'), cell: (row) => list(row.recipients) },
          ]}
        />
      </Card>
      {record && (
        <>
          <Card title={t('record.purposes.title')}>
            <div className="tn-flow">
              {record.purposes.map((purpose) => (
                <section key={purpose.purpose}>
                  <h3 className="tn-strong">
                    {purpose.name[locale]}: {purpose.stated[locale]}
                    {purpose.fallback && ` / ${purpose.fallback[locale]}`}
                  </h3>
                  {purpose.balancing && (
                    <dl className="tn-keys">
                      {(['interest', 'necessity', 'effect', 'safeguards'] as const).map((part) => (
                        <Pair key={part} term={t(`record.${part}`)}>
                          {purpose.balancing?.[part][locale]}
                        </Pair>
                      ))}
                    </dl>
                  )}
                </section>
              ))}
            </div>
          </Card>
          <Card title={t('record.channels')}>
            <p>{record.channels.map((channel) => channel[locale]).join(', ')}</p>
          </Card>
          <Card title={t('record.forms')} flush>
            <Lines
              label={t('record.forms')}
              read={pick(read, ({ forms }) => forms)}
              rows={(forms) => forms}
              rowKey={(form) => form.id}
              empty={{ sentence: '–' }}
              columns={[
                { key: 'id', head: t('record.form'), cell: (form) => form.id, phone: 'title' },
                { key: 'version', head: t('record.form.version'), cell: (form) => form.version },
                { key: 'purpose', head: t('record.form.purpose'), cell: (form) => form.purpose[locale] },
                { key: 'fields', head: t('record.form.fields'), cell: (form) => form.fields.join(', ') },
              ]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

function Pair({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
