import { accounts } from '#modules/accounts/module.ts';
import { catalog } from '#modules/catalog/module.ts';
import { stock } from '#modules/stock/module.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Module } from '#platform/module/module.ts';
import type { MigrationFolder } from '#platform/postgres/migrate.ts';

/** Every module, source of the river first. */
export const modules: readonly Module<AppContext>[] = [accounts, catalog, stock];

/** The platform's own tables, then each module's. */
export const migrationFolders: readonly MigrationFolder[] = [
  { module: 'platform', url: new URL('../../platform/migrations/', import.meta.url) },
  ...modules.flatMap((module) => module.migrations ?? []),
];
