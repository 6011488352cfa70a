import { accounts } from '#modules/accounts/module.ts';
import { billing } from '#modules/billing/module.ts';
import { cancellation } from '#modules/cancellation/module.ts';
import { catalog } from '#modules/catalog/module.ts';
import { delivery } from '#modules/delivery/module.ts';
import { hosting } from '#modules/hosting/module.ts';
import { orders } from '#modules/orders/module.ts';
import { overview } from '#modules/overview/module.ts';
import { policy } from '#modules/policy/module.ts';
import { privacy } from '#modules/privacy/module.ts';
import { production } from '#modules/production/module.ts';
import { site } from '#modules/site/module.ts';
import { stock } from '#modules/stock/module.ts';
import { support } from '#modules/support/module.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Module } from '#platform/module/module.ts';
import type { MigrationFolder } from '#platform/postgres/migrate.ts';

/** Every module, source of the river first. */
export const modules: readonly Module<AppContext>[] = [
  policy,
  accounts,
  catalog,
  stock,
  production,
  orders,
  delivery,
  billing,
  hosting,
  cancellation,
  support,
  privacy,
  site,
  overview,
];

/** The platform's own tables, then each module's. */
export const migrationFolders: readonly MigrationFolder[] = [
  { module: 'platform', url: new URL('../../platform/migrations/', import.meta.url) },
  ...modules.flatMap((module) => module.migrations ?? []),
];
