import { pick, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getDeletions } from '../../contract.ts';
import { privacyUiWords } from '../words.ts';

/** What was deleted for people and because its time was over, and what stays until when. */
export default function Deletions() {
  const t = useWords(privacyUiWords);
  const format = useFormat();
  const read = useRead(getDeletions, {}, { live: ['privacy-case.'] });
  const people = new Set(read.data?.erasures.map(({ number }) => number)).size;
  return (
    <Page>
      <PageHead sentence={t('deletions.sentence', { people })} note={t('deletions.note')} />
      {read.data && <p className="tn-muted">{t('deletions.restricted', { count: read.data.restricted })}</p>}
      <Card title={t('deletions.people')} flush>
        <Lines
          label={t('deletions.people')}
          read={pick(read, ({ erasures }) => erasures)}
          rows={(erasures) => erasures}
          rowKey={(one) => `${one.number} ${one.store} ${one.at}`}
          empty={{ sentence: t('deletions.none') }}
          columns={[
            {
              key: 'who',
              head: t('deletions.who'),
              phone: 'title',
              cell: (one) => t('deletions.former', { number: one.number }),
            },
            { key: 'where', head: t('deletions.where'), cell: (one) => one.store },
            { key: 'when', head: t('deletions.when'), cell: (one) => format.instant(one.at) },
            {
              key: 'did',
              head: t('deletions.did'),
              cell: (one) =>
                [
                  t('deletions.counts', { deleted: one.deleted, changed: one.changed }),
                  one.occasion === 'restored' && t('deletions.again'),
                ]
                  .filter(Boolean)
                  .join('; '),
            },
            {
              key: 'kept',
              head: t('deletions.kept'),
              cell: (one) =>
                one.kept.map((kept) => (
                  <p className="tn-small" key={`${kept.what} ${kept.because}`}>
                    {t('deletions.keptLine', {
                      what: kept.what,
                      rows: kept.rows,
                      because: kept.because,
                      day: format.day(kept.until),
                    })}
                  </p>
                )),
            },
          ]}
        />
      </Card>
      <Card title={t('deletions.runs')} flush>
        <Lines
          label={t('deletions.runs')}
          read={pick(read, ({ runs }) => runs)}
          rows={(runs) => runs}
          rowKey={(one) => one.id}
          empty={{ sentence: t('deletions.runs.none') }}
          columns={[
            {
              key: 'when',
              head: t('deletions.when'),
              phone: 'title',
              cell: (one) => format.instant(one.at),
            },
            { key: 'where', head: t('deletions.where'), cell: (one) => one.store },
            {
              key: 'did',
              head: t('deletions.did'),
              cell: (one) =>
                one.rules.length === 0
                  ? t('deletions.nothing')
                  : one.rules.map((rule, at) => (
                      <p className="tn-small" key={at}>
                        {t('deletions.rule', {
                          what: rule.what,
                          rows: rule.rows,
                          day: format.day(rule.before),
                        })}
                      </p>
                    )),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
