import { pick, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listPolicies } from '../../versions/contract.ts';
import { policyUiWords } from '../words.ts';

/** Both documents with every version; from here one goes to the draft. */
export default function Policies() {
  const t = useWords(policyUiWords);
  const locale = useLocale();
  const format = useFormat();
  const read = useRead(listPolicies, {}, { live: ['policy.'] });
  return (
    <WhenRead read={read} rows={4} heading={t('policies.title')}>
      {({ documents }) => {
        const sum = (of: (one: (typeof documents)[number]) => number): number =>
          documents.reduce((all, one) => all + of(one), 0);
        return (
          <Page>
            <PageHead
              sentence={t('policies.sentence', {
                proven: sum((one) => one.proven),
                all: sum((one) => one.clauses),
              })}
              note={t('policies.note')}
              more={<ButtonLink href="/operator/proofs">{t('proofs.title')}</ButtonLink>}
            />
            {documents.map(({ document, name, draft }) => (
              <Card
                key={document}
                flush
                title={name[locale]}
                side={
                  <span className="tn-row">
                    <span className="tn-muted">{t('policies.draft', { state: draft ?? 'none' })}</span>
                    <a href={`/policy/${document}`}>{t('policies.public')}</a>
                    <ButtonLink href={`/operator/policies/${document}`}>{t('policies.write')}</ButtonLink>
                  </span>
                }
              >
                <Lines
                  label={name[locale]}
                  read={pick(
                    read,
                    (answer) => answer.documents.find((one) => one.document === document)!.versions,
                  )}
                  rows={(versions) => versions}
                  rowKey={(version) => String(version.number)}
                  empty={{ sentence: t('version.none') }}
                  columns={[
                    {
                      key: 'number',
                      head: t('version.number'),
                      phone: 'title',
                      cell: (version) => (
                        <>
                          {version.number}{' '}
                          {version.current && <StateTag tone="done">{t('version.current')}</StateTag>}
                        </>
                      ),
                    },
                    {
                      key: 'published',
                      head: t('version.published'),
                      cell: (version) => format.instant(version.publishedAt),
                    },
                    {
                      key: 'inForce',
                      head: t('version.inForce'),
                      cell: (version) => format.instant(version.inForceFrom),
                    },
                    { key: 'kind', head: t('version.kind'), cell: (version) => t(`kind.${version.kind}`) },
                    {
                      key: 'by',
                      head: t('version.by'),
                      cell: (version) => `${version.authorName}, ${version.approverName}`,
                    },
                  ]}
                />
              </Card>
            ))}
          </Page>
        );
      }}
    </WhenRead>
  );
}
