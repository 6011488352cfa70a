import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';

export interface UsageTables {
  access_log: {
    id: Id;
    at: Instant;
    route: string;
    status: number;
    ms: number;
    of_tenant: Id | null;
    login_id: Id | null;
    ip: string;
    ip_cut: boolean;
  };
  usage_objection: { login_id: Id; at: Instant };
}
