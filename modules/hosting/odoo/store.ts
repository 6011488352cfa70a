import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';
import type { Place } from '#platform/secrets/vault.ts';
import type { HostingTables } from '../store.ts';

export interface OdooTables extends HostingTables {
  hosting_agent: {
    tenant_id: Id;
    id: Id;
    token_digest: string;
    expires_at: Instant;
    used_at: Instant | null;
    signing_key_sealed: string;
    own_machine: boolean;
    server_id: Id | null;
    authority: string | null;
    domain: string | null;
    made_at: Instant;
  };
  hosted_first_login: { tenant_id: Id; instance_id: Id; login_sealed: string; made_at: Instant };
}

export const odooPersonal: PersonalMap = {
  hosting_agent: personalTable(
    'controller',
    {},
    'tenant_id id token_digest expires_at used_at signing_key_sealed own_machine server_id authority domain made_at',
  ),
  hosted_first_login: personalTable(
    'controller',
    { login_sealed: 'credentials' },
    'tenant_id instance_id made_at',
  ),
};

export const odooSealed: readonly SealedColumn[] = [
  { table: 'hosting_agent', column: 'signing_key_sealed', row: 'id' },
  { table: 'hosted_first_login', column: 'login_sealed', row: 'instance_id' },
];

/** Where the control plane's key for an agent lies. */
export const keyPlace = (tenantId: Id, agentId: Id): Place => ({
  ...{ tenantId, table: 'hosting_agent', column: 'signing_key_sealed', row: agentId },
});

export const loginPlace = (tenantId: Id, instanceId: Id): Place => ({
  ...{ tenantId, table: 'hosted_first_login', column: 'login_sealed', row: instanceId },
});
