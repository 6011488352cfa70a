import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import type { Product } from '#domain/product/definition.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Columns, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getProduct, may, previewProduct } from '../contract.ts';
import { CostFacts, ExplosionView } from './ExplosionView.tsx';
import { ParameterFields, usualParameters, type ParameterValues } from './ParameterFields.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { useAsk } from './use-ask.ts';
import { catalogUiWords } from './words.ts';

/** A product with its parameters; every change shows at once what it is made of, costs and weighs. */
export default function ProductPage() {
  const t = useWords(catalogUiWords);
  const productId = useParam('productId') as Id;
  const mayWrite = useMay(may.write);
  const read = useRead(getProduct, { params: { productId } }, { live: ['product.'] });
  return (
    <Page>
      <PageHead
        sentence={read.data ? `${read.data.name} ${read.data.code}` : t('catalog.products')}
        back={{ href: '/products', label: t('catalog.products') }}
        more={
          <>
            {mayWrite && (
              <ButtonLink href={`/products/${productId}/edit`}>{t('catalog.product.edit')}</ButtonLink>
            )}
            <ButtonLink href={`/orders/new?product=${productId}`}>{t('catalog.offer')}</ButtonLink>
          </>
        }
      />
      <WhenRead read={read}>
        {(product) => (
          <Configured
            key={product.version}
            productId={productId}
            product={product.definition as unknown as Product}
          />
        )}
      </WhenRead>
    </Page>
  );
}

function Configured({ productId, product }: { readonly productId: Id; readonly product: Product }) {
  const t = useWords(catalogUiWords);
  const [values, setValues] = useState<ParameterValues>(() => usualParameters(product));
  const { answer, problem, busy } = useAsk(previewProduct, {
    params: { productId },
    body: { parameters: values, quantity: 1 },
  });
  return (
    <>
      <Columns split="wide-left">
        <Card title={t('catalog.configure')}>
          <div className="tn-flow">
            <ParameterFields
              product={product}
              values={values}
              onChange={setValues}
              faults={problem?.errors ?? []}
            />
            <ProblemNotice problem={problem} beside="parameters." />
            {answer?.warnings.map((warning) => (
              <p key={warning.code} className="tn-notice" role="status">
                {warning.title}
              </p>
            ))}
          </div>
        </Card>
        <Card title={t('catalog.cost.total')}>
          {answer ? <CostFacts explosion={answer} /> : <p className="tn-muted">{t('catalog.noParts')}</p>}
        </Card>
      </Columns>
      {answer && (
        <div className={`tn-flow ${busy ? 'cat-busy' : ''}`} aria-busy={busy}>
          <ExplosionView explosion={answer} />
        </div>
      )}
    </>
  );
}
