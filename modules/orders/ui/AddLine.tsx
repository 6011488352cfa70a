import { useId } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import type { Product } from '#domain/product/definition.ts';
import { getProduct, listProducts, usualParameters } from '#modules/catalog/ui/public.ts';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { useGo, useParam, useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { addProductLine } from '../contract.ts';
import { FreeLine } from './FreeLine.tsx';
import { LineForm } from './LineForm.tsx';
import { orderUiWords } from './words.ts';

/** Chooses a product, measures it out and adds it to the order. */
export default function AddLine() {
  const t = useWords(orderUiWords);
  const go = useGo();
  const id = useId();
  const orderId = useParam('orderId') as Id;
  const [chosen, choose] = useUrlState('product');
  const products = useRead(listProducts, {}, { live: ['product.'] });
  const productId = (chosen || products.data?.products[0]?.id || '') as Id;
  const product = useRead(getProduct, { params: { productId } }, { when: productId !== '' });
  const add = useChange(addProductLine, { problems: 'silent', onDone: () => go(`/orders/${orderId}`) });
  return (
    <Page>
      <PageHead
        sentence={t('orders.product.choose')}
        back={{ href: `/orders/${orderId}`, label: t('orders.number') }}
      />
      <WhenRead read={products}>
        {(all) => (
          <Card>
            <div className="tn-field" style={{ maxWidth: '24rem' }}>
              <label htmlFor={id}>{t('orders.product')}</label>
              <span className="tn-input">
                <select id={id} value={productId} onChange={(event) => choose(event.target.value)}>
                  {all.products.map((each) => (
                    <option key={each.id} value={each.id}>
                      {each.name} · {each.code}
                    </option>
                  ))}
                </select>
              </span>
            </div>
          </Card>
        )}
      </WhenRead>
      {productId !== '' && (
        <WhenRead read={product}>
          {(loaded) => {
            const definition = loaded.definition as unknown as Product;
            return (
              <LineForm
                key={loaded.id}
                productId={productId}
                product={definition}
                initial={{ parameters: usualParameters(definition), quantity: 1, unitNet: null }}
                submit={t('orders.line.addTo')}
                busy={add.busy}
                problem={add.problem}
                promisedOn={null}
                onSubmit={(draft) =>
                  void add.send({
                    params: { orderId },
                    body: { productId, ...draft, parameters: { ...draft.parameters } },
                  })
                }
              />
            );
          }}
        </WhenRead>
      )}
      <Card title={t('orders.free.title')}>
        <FreeLine orderId={orderId} />
      </Card>
    </Page>
  );
}
