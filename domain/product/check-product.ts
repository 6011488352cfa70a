import { refuse, type Result } from '#domain/kernel/result.ts';
import { productShape } from './check-shape.ts';
import { compileProduct, type CompiledProduct } from './compile.ts';
import type { Product, ProductFault, ProductRefusal } from './definition.ts';

/**
 * Judges a product as it comes from outside (an editor, an import): its shape first, strictly, then names, references
 * and every formula. Returns all faults of the first stage that finds any, each with its path.
 */
export function checkProduct(input: unknown): Result<CompiledProduct, ProductRefusal> {
  const faults: ProductFault[] = [];
  productShape(input, '', faults);
  return faults.length ? refuse({ code: 'product_invalid', faults }) : compileProduct(input as Product);
}
