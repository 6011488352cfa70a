import type { Id } from '#domain/kernel/ids.ts';
import type { Database } from '../../postgres/database.ts';
import { readBounceAddress } from '../bounce-address.ts';
import { tenantOfAddress } from '../sender.ts';

/** For whom mail to an address is. */
export interface Addressee {
  readonly tenantId: Id;
  /** the address was made for reports about this mail */
  readonly reportFor?: Id;
}

/** @returns undefined: nobody here has this address, and mail to it is not taken (no open relay) */
export async function addresseeOf(
  db: Database,
  bounces: { readonly domain: string; readonly secret: string } | null,
  address: string,
): Promise<Addressee | undefined> {
  const report = bounces && readBounceAddress(address, bounces.secret, bounces.domain);
  if (report) return { tenantId: report.tenantId, reportFor: report.mailId };
  const tenantId = await tenantOfAddress(db, address);
  return tenantId && { tenantId };
}
