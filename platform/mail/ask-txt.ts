import type { Published } from './domain-records.ts';

/** TXT records of a name, the parts of each joined; an error of the resolver that is no answer counts as silence. */
export async function askTxt(
  names: { resolve(name: string, type: string): Promise<unknown[]> },
  name: string,
): Promise<Published> {
  try {
    const found = await names.resolve(name, 'TXT');
    return found.map((one) => (Array.isArray(one) ? one.join('') : String(one)));
  } catch (error) {
    return /^E?(NOTFOUND|NODATA)$/.test((error as { code?: string }).code ?? '') ? 'none' : 'silent';
  }
}
