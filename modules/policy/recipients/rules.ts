import type { Day } from '#domain/kernel/days.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { kindOfAddress, readHost } from '#platform/egress/address.ts';
import type { EgressRequest, Verdict } from '#platform/egress/egress.ts';
import { decidePackage, type DisclosureState } from '../disclosures/rules.ts';

export type PlaceRefusal =
  | { code: 'place_no_host'; field: 'host'; value: string }
  | { code: 'place_never'; field: 'host'; value: string }
  | { code: 'place_inside_by_name'; field: 'host'; value: string };

/** Names that only a network of one's own answers (RFC 6761, 6762, 8375, and those without a dot). */
const INSIDE_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)$|^[^.]+$/;

/** Whether a name is one that only a network of one's own answers. */
export function isInsideName(name: string): boolean {
  return INSIDE_NAME.test(name);
}

/**
 * Reads where a machine of the tenant's own stands. A machine inside is named by its address: whoever keeps the names
 * could point one at any other machine there.
 * @returns the host in its one spelling, and whether it lies inside (loopback or private)
 */
export function readOwnPlace(host: string): Result<{ host: string; inside: boolean }, PlaceRefusal> {
  const no = (code: PlaceRefusal['code']): Result<never, PlaceRefusal> =>
    refuse({ code, field: 'host', value: host });
  const read = readHost(host);
  if (!read) return no('place_no_host');
  if (read.kind === 'name')
    return INSIDE_NAME.test(read.name) ? no('place_inside_by_name') : ok({ host: read.name, inside: false });
  const kind = kindOfAddress(read.address);
  // Link-local addresses belong to whatever happens to be plugged in beside; in clouds a machine's own secrets lie there.
  if (kind === 'never' || kind === 'link_local') return no('place_never');
  return ok({ host: read.address, inside: kind !== 'public' });
}

/** A disclosure as far as it decides. */
export interface DisclosureFacts extends DisclosureState {
  readonly aboutTenant: string;
  readonly categories: readonly DataCategory[];
  /** null: it is handed over by hand and sent nowhere */
  readonly host: string | null;
  readonly port: number | null;
}

const WHY_NOT = {
  disclosure_not_approved: 'the disclosure is not approved',
  disclosure_was_refused: 'the request was refused',
  disclosure_lapsed: 'the last day of the disclosure has passed',
  disclosure_not_told: 'the business was not told yet',
} as const;

/**
 * Whether a call is what was approved: this business's data, no kind of it beyond the scope, to this place, in time.
 * @see clause P-data.share.2
 */
export function judgeDisclosure(
  disclosure: DisclosureFacts | undefined,
  request: Pick<EgressRequest, 'tenantId' | 'categories' | 'strippable' | 'host' | 'port'>,
  today: Day,
): Verdict {
  const no = (reason: string): Verdict => ({ allow: false, code: 'disclosure_not_approved', reason });
  if (!disclosure) return no('there is no such disclosure');
  const ready = decidePackage(disclosure, today);
  if (!ready.ok) return no(WHY_NOT[ready.refusal.code]);
  if (disclosure.aboutTenant !== request.tenantId) return no('the disclosure is about another business');
  const beyond = (kinds: readonly DataCategory[]): DataCategory[] =>
    kinds.filter((kind) => !disclosure.categories.includes(kind));
  const more = beyond(request.categories);
  if (more.length > 0) return no(`the disclosure does not cover ${more.join(', ')}`);
  if (request.host !== disclosure.host || request.port !== disclosure.port)
    return no(`${request.host}:${request.port} is not where the disclosure goes`);
  return { allow: true, without: beyond(request.strippable ?? []) };
}
