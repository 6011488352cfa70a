import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Proof, Role } from '#platform/http/caller.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';

export type TokenKind = 'reset' | 'email' | 'email-stop' | 'second-factor' | 'passkey-new' | 'passkey-in';

export interface GlobalTables extends DirectoryTables {
  login: {
    id: Id;
    email: string;
    name: string;
    locale: string;
    password_hash: string | null;
    created_at: Instant;
    phone: string;
    closed_at: Instant | null;
  };
  login_tenant: { login_id: Id; tenant_id: Id };
  session: {
    token_hash: Buffer;
    id: Id;
    tenant_id: Id;
    login_id: Id;
    created_at: Instant;
    seen_at: Instant;
    expires_at: Instant;
    user_agent: string;
    proven_at: Instant;
    proof: Proof;
    support_id: Id | null;
    device_id: Id | null;
  };
  sign_in_attempt: { key: string; failures: number; since: Instant };
  login_totp: {
    login_id: Id;
    secret: string;
    last_step: bigint | null;
    created_at: Instant;
    confirmed_at: Instant | null;
  };
  login_recovery_code: { login_id: Id; code_hash: Buffer; used_at: Instant | null };
  login_passkey: {
    credential_id: string;
    id: Id;
    login_id: Id;
    name: string;
    public_key: Buffer;
    counter: bigint;
    transports: string;
    created_at: Instant;
    used_at: Instant | null;
  };
  one_time_token: {
    token_hash: Buffer;
    kind: TokenKind;
    login_id: Id | null;
    payload: unknown;
    tries: number;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
  };
  ownership_claim: {
    id: Id;
    tenant_id: Id;
    company: string;
    login_id: Id;
    name: string;
    reason: string;
    asked_at: Instant;
    ripe_at: Instant;
    first_by: Id | null;
    first_at: Instant | null;
    decided_by: Id | null;
    decided_at: Instant | null;
    ended_at: Instant | null;
  };
  login_picture: {
    login_id: Id;
    bytes: Buffer;
    content_type: string;
    tag: string;
    changed_at: Instant;
  };
}

export interface AccountTables {
  membership: { tenant_id: Id; login_id: Id; role: Role; active: boolean; since: Instant };
  account_rule: { tenant_id: Id; factor_roles: Role[] };
  invitation: {
    tenant_id: Id;
    id: Id;
    email: string;
    role: Role;
    token_hash: Buffer;
    invited_by: Id;
    created_at: Instant;
    expires_at: Instant;
    accepted_at: Instant | null;
    accepted_by: Id | null;
    withdrawn_at: Instant | null;
  };
  api_key: {
    tenant_id: Id;
    id: Id;
    name: string;
    begins: string;
    secret_hash: Buffer;
    login_id: Id;
    permissions: readonly string[];
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
    revoked_at: Instant | null;
  };
  data_look: {
    tenant_id: Id;
    id: Id;
    whom: string;
    actor: string;
    actor_name: string;
    via: 'staff' | 'support' | 'api-key' | 'export';
    what: string;
    purpose: string;
    reason: string;
    hour: Instant;
    first_at: Instant;
    last_at: Instant;
    times: number;
  };
  station_device: {
    tenant_id: Id;
    id: Id;
    name: string;
    token_hash: Buffer;
    lock_seconds: number;
    made_by: Id;
    made_at: Instant;
    seen_at: Instant | null;
    revoked_at: Instant | null;
  };
  worker_badge: { tenant_id: Id; login_id: Id; code_hash: Buffer; made_by: Id; made_at: Instant };
  worker_pin: { tenant_id: Id; login_id: Id; pin_mark: string; made_by: Id; made_at: Instant };
  support_grant: {
    tenant_id: Id;
    id: Id;
    code_hash: Buffer;
    reason: string;
    granted_by: Id;
    granted_by_name: string;
    granted_at: Instant;
    until_at: Instant;
    ended_at: Instant | null;
    ended_by: string | null;
  };
  customer_contact: {
    tenant_id: Id;
    id: Id;
    customer_id: Id;
    name: string;
    email: string;
    phone: string;
    locale: string;
    is_owner: boolean;
    may_cancel: boolean;
    billing: boolean;
    created_at: Instant;
    ended_at: Instant | null;
  };
  vat_check: {
    tenant_id: Id;
    id: Id;
    vat_number: string;
    outcome: 'valid' | 'invalid' | 'unchecked';
    why: string;
    name: string;
    address: string;
    source: string;
    door: string;
    asked_at: Instant;
  };
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
