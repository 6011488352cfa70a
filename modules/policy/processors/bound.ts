import { kindOfAddress, readHost } from '#platform/egress/address.ts';
import { isInsideName } from '../recipients/rules.ts';
import type { Bound } from './rules.ts';

/**
 * By what a machine is bound that the configuration names: a provider by its contract; one of our own by nothing, because
 * nobody else runs it.
 *
 * @param host as configured: a name or an address
 * @param own hosts that the configuration says are machines of our own, beside those that can be nothing else
 * @returns `own-machine` for an address inside, a name that only our own network answers, or one of `own`
 * @see clause P-data.share.1
 */
export function boundOf(host: string, own: readonly string[]): Exclude<Bound, 'law'> {
  const read = readHost(host);
  if (!read) return 'contract';
  const inside = read.kind === 'address' ? kindOfAddress(read.address) !== 'public' : isInsideName(read.name);
  const name = read.kind === 'address' ? read.address : read.name;
  return inside || own.some((one) => one.toLowerCase() === name) ? 'own-machine' : 'contract';
}
