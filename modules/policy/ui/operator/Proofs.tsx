import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { Doubt } from '#domain/policy/proof.ts';
import { listProofs } from '../../versions/contract.ts';
import { policyUiWords } from '../words.ts';

/** Clause by clause: what keeps it, what shows that, and whether it is proven here. */
export default function Proofs() {
  const t = useWords(policyUiWords);
  const locale = useLocale();
  const format = useFormat();
  const read = useRead(listProofs, {});
  const proven = read.data?.clauses.filter(({ state }) => state === 'proven').length ?? 0;
  return (
    <Page>
      <PageHead
        sentence={
          read.data ? t('policies.sentence', { proven, all: read.data.clauses.length }) : t('proofs.title')
        }
        note={t('proofs.note', {
          at: read.data?.checkedAt ? format.instant(read.data.checkedAt) : t('proofs.never'),
        })}
        back={{ href: '/operator/policies', label: t('editor.back') }}
      />
      <Card flush>
        <Lines
          label={t('proofs.title')}
          read={read}
          rows={({ clauses }) => clauses}
          rowKey={({ id }) => id}
          empty={{ sentence: t('proofs.none') }}
          columns={[
            { key: 'id', head: '#', phone: 'title', cell: ({ id }) => id, width: '9rem' },
            { key: 'text', head: t('proofs.clause'), cell: ({ text }) => text[locale] },
            {
              key: 'keptBy',
              head: t('proofs.keptBy'),
              cell: ({ mechanisms }) =>
                mechanisms.length ? (
                  <ul>
                    {mechanisms.map(({ name, keptBy, checks }) => (
                      <li key={name}>
                        {keptBy[locale]}{' '}
                        <span className="tn-muted tn-small" title={checks.join('\n')}>
                          {t('proofs.checks', { count: checks.length })}
                        </span>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <span className="tn-muted">{t('nothing')}</span>
                ),
            },
            {
              key: 'state',
              head: t('proofs.state'),
              phone: 'side',
              cell: ({ state, doubts, missing }) => (
                <>
                  <StateTag tone={state === 'proven' ? 'done' : 'warn'}>{t(`state.${state}`)}</StateTag>
                  {state === 'not-proven' && (
                    <p className="tn-small tn-muted">
                      {missing
                        ? t('missing', { what: missing[locale] })
                        : doubts.map((doubt) => t(`doubt.${doubt as Doubt}`)).join(', ')}
                    </p>
                  )}
                </>
              ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
