import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Role } from '#platform/http/caller.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';

export interface GlobalTables extends DirectoryTables {
  login: {
    id: Id;
    email: string;
    name: string;
    locale: string;
    password_hash: string | null;
    created_at: Instant;
  };
  login_tenant: { login_id: Id; tenant_id: Id };
  session: {
    token_hash: Buffer;
    tenant_id: Id;
    login_id: Id;
    created_at: Instant;
    seen_at: Instant;
    expires_at: Instant;
    user_agent: string;
  };
  sign_in_attempt: { key: string; failures: number; since: Instant };
}

export interface AccountTables {
  membership: { tenant_id: Id; login_id: Id; role: Role; active: boolean; since: Instant };
  customer: {
    tenant_id: Id;
    id: Id;
    number: number;
    name: string;
    email: string;
    phone: string;
    street: string;
    postcode: string;
    city: string;
    country: string;
    vat_number: string;
    locale: string;
    payment_days: number;
    created_at: Instant;
  };
}
