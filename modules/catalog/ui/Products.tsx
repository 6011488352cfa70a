import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listProducts, may } from '../contract.ts';
import { catalogUiWords } from './words.ts';

export default function Products() {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const mayWrite = useMay(may.write);
  const read = useRead(listProducts, {}, { live: ['product.'] });
  return (
    <Page>
      <PageHead
        sentence={
          read.data
            ? t('catalog.products.count', { count: read.data.products.length })
            : t('catalog.products')
        }
        action={
          mayWrite && (
            <ButtonLink kind="primary" href="/products/new/edit">
              {t('catalog.product.new')}
            </ButtonLink>
          )
        }
        more={
          <>
            <ButtonLink href="/products/materials">{t('catalog.materials')}</ButtonLink>
            <ButtonLink href="/products/workshop">{t('catalog.workshop')}</ButtonLink>
          </>
        }
      />
      <Card flush>
        <Lines
          label={t('catalog.products')}
          read={read}
          rows={(answer) => answer.products}
          rowKey={(product) => product.id}
          href={(product) => `/products/${product.id}`}
          empty={{ sentence: t('catalog.products.none'), example: t('catalog.products.example') }}
          columns={[
            { key: 'name', head: t('catalog.name'), cell: (product) => product.name, phone: 'title' },
            { key: 'code', head: t('catalog.code'), cell: (product) => product.code, phone: 'side' },
            {
              key: 'parameters',
              head: t('catalog.parameters'),
              cell: (product) => f.count(product.parameters),
              align: 'end',
            },
            {
              key: 'parts',
              head: t('catalog.parts'),
              cell: (product) => f.count(product.parts),
              align: 'end',
            },
            {
              key: 'version',
              head: t('catalog.version'),
              cell: (product) => f.count(product.version),
              align: 'end',
            },
          ]}
        />
      </Card>
    </Page>
  );
}
