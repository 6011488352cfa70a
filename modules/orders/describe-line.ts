import type { Product } from '#domain/product/definition.ts';
import type { ChosenParameters } from '#domain/product/parameters.ts';
import { loadProduct } from '#modules/catalog/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { LineRow } from './store.ts';

/** The chosen parameters of a product as one line of text: `Width 600, Height 720, Decor Oak`. A free line or text says what its maker wrote; a part list nothing. */
export async function describeLine(
  tx: Tx,
  line: Pick<LineRow, 'product_id' | 'product_version' | 'parameters' | 'note'>,
): Promise<string> {
  if (!line.product_id) return line.note;
  const product = await loadProduct(tx, line.product_id, line.product_version ?? undefined);
  return product ? describeParameters(product.definition, line.parameters) : '';
}

/** Yes-or-no parameters are named when they are chosen and left out when not. */
function describeParameters(product: Product, chosen: ChosenParameters): string {
  return product.parameters
    .flatMap((parameter) => {
      const value = chosen[parameter.name];
      if (value === undefined || value === false) return [];
      if (value === true) return [parameter.label];
      const option =
        'options' in parameter ? parameter.options.find((each) => each.value === value)?.label : undefined;
      return [`${parameter.label} ${option ?? value}`];
    })
    .join(', ');
}
