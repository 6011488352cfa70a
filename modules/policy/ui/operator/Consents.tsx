import type { ResponseOf } from '#platform/http/contract.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords, type Say } from '#platform/web-kit/use-words.ts';
import { listProofs } from '../../consent/contract.ts';
import { consentUiWords } from '../consent-words.ts';

type Proof = ResponseOf<typeof listProofs>['proofs'][number];
type Words = Say<keyof typeof consentUiWords.en>;

const kindOf = (proof: Proof, t: Words): string =>
  proof.kind === 'source' && !proof.given ? t('proofs.kind.source.no') : t(`proofs.kind.${proof.kind}`);

/** Every proof that the operator may have to show, newest first. */
export default function Consents() {
  const t = useWords(consentUiWords);
  const format = useFormat();
  const read = useRead(listProofs, { query: { limit: 500 } }, { live: ['consent.', 'acceptance.'] });
  return (
    <Page>
      <PageHead sentence={t('proofs.title')} note={t('proofs.note')} />
      <Card flush>
        <Lines
          label={t('proofs.title')}
          read={read}
          rows={({ proofs }) => proofs}
          rowKey={(proof) => proof.id}
          empty={{ sentence: t('proofs.none') }}
          virtual
          columns={[
            {
              key: 'what',
              head: t('proofs.what'),
              cell: (proof) =>
                `${kindOf(proof, t)}: ${proof.subject}${proof.version === null ? '' : ` ${proof.version}`}`,
              phone: 'title',
            },
            {
              key: 'who',
              head: t('proofs.who'),
              cell: (proof) =>
                proof.givenBy && proof.givenOn
                  ? t('proofs.by', {
                      who: proof.who,
                      by: proof.givenBy,
                      on: format.day(proof.givenOn),
                    })
                  : proof.who,
            },
            {
              key: 'how',
              head: t('proofs.how'),
              cell: (proof) => (proof.act === null ? '' : t(`proofs.act.${proof.act}`)),
            },
            {
              key: 'where',
              head: t('proofs.where'),
              cell: (proof) => t(proof.ofAnotherTenant ? 'proofs.customer' : 'proofs.here'),
            },
            { key: 'when', head: t('proofs.when'), cell: (proof) => format.instant(proof.at) },
          ]}
        />
      </Card>
    </Page>
  );
}
