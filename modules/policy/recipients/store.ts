import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export type ServerKind = 'server' | 'odoo' | 'printer' | 'relay' | 'webhook';

export interface RecipientTables {
  own_server: {
    tenant_id: Id;
    id: Id;
    label: string;
    kind: ServerKind;
    host: string;
    port: number;
    inside: boolean;
    registered_by: string;
    registered_name: string;
    registered_at: Instant;
    removed_at: Instant | null;
  };
}
interface GlobalTables {
  inside_place: {
    id: Id;
    for_tenant: Id;
    company: string;
    label: string;
    host: string;
    port: number;
    asked_name: string;
    asked_at: Instant;
    admitted: boolean | null;
    decided_by: string | null;
    decided_name: string | null;
    decided_at: Instant | null;
    reason: string | null;
  };
}

/** Addresses inside that were asked for; of all tenants, so every statement says whose it means. */
export function insidePlaces(from: Tx | Database) {
  return 'inTenant' in from ? from.global<GlobalTables>() : from.tables<GlobalTables>();
}

export interface OwnServer {
  readonly id: Id;
  readonly label: string;
  readonly kind: ServerKind;
  readonly host: string;
  readonly port: number;
  readonly inside: boolean;
  readonly registeredName: string;
  /** `waiting`: the operator has not decided about an address inside; `refused`: it said no */
  readonly state: 'active' | 'waiting' | 'refused';
}

/** The tenant's own servers that were not removed, by label. */
export async function loadOwnServers(tx: Tx): Promise<OwnServer[]> {
  const rows = await tx
    .tables<RecipientTables>()
    .selectFrom('own_server')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('removed_at', 'is', null)
    .orderBy('label')
    .orderBy('id')
    .execute();
  const places = await insidePlaces(tx)
    .selectFrom('inside_place')
    .select(['id', 'host', 'port', 'admitted'])
    .where('for_tenant', '=', tx.tenantId)
    .execute();
  return rows.map((row) => {
    const place = places.find(
      ({ id, host, port }) => id === row.id && host === row.host && port === row.port,
    );
    const decided = place?.admitted ?? null;
    return {
      id: row.id,
      label: row.label,
      kind: row.kind,
      host: row.host,
      port: row.port,
      inside: row.inside,
      registeredName: row.registered_name,
      state: !row.inside || decided === true ? 'active' : decided === false ? 'refused' : 'waiting',
    };
  });
}
