import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { checkParameters, type ParameterRefusal } from '#domain/policy/check-parameters.ts';
import { DEFAULTS, type ParameterValues } from '#domain/policy/parameters.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { PolicyTables } from './store.ts';

/** Who runs this installation, as the policies name it. */
export type OperatorSettings = Pick<
  ParameterValues,
  'operator.name' | 'operator.sites' | 'operator.zone' | 'operator.supportAddress'
>;

interface InstallationTables {
  installation: {
    only_row: boolean;
    operator_tenant_id: Id;
    name: string;
    sites: readonly string[] | string;
    zone: string;
    support_address: string;
    made_at: Instant;
  };
}

/** What the product is shipped with; a set-up asks for its own. */
export const SHIPPED_OPERATOR: OperatorSettings = settingsOf(DEFAULTS);

function settingsOf(values: ParameterValues): OperatorSettings {
  return {
    'operator.name': values['operator.name'],
    'operator.sites': values['operator.sites'],
    'operator.zone': values['operator.zone'],
    'operator.supportAddress': values['operator.supportAddress'],
  };
}

/**
 * Enters who runs the installation, once: at first start or by set-up. Later changes are versions of the policy.
 * @returns refused for settings a policy cannot be published with, and when the installation has an operator
 */
export async function saveInstallation(
  db: Database,
  now: Instant,
  operatorTenantId: Id,
  settings: OperatorSettings,
): Promise<Result<OperatorSettings, ParameterRefusal | { code: 'operator_settled' }>> {
  const checked = checkParameters({ ...DEFAULTS, ...settings });
  if (!checked.ok) return checked;
  const saved = await db
    .global<InstallationTables>()
    .insertInto('installation')
    .values({
      only_row: true,
      operator_tenant_id: operatorTenantId,
      name: settings['operator.name'],
      sites: JSON.stringify(settings['operator.sites']),
      zone: settings['operator.zone'],
      support_address: settings['operator.supportAddress'],
      made_at: now,
    })
    .onConflict((c) => c.doNothing())
    .returning('only_row')
    .executeTakeFirst();
  return saved ? ok(settings) : refuse({ code: 'operator_settled' });
}

export interface Installation {
  readonly operatorTenantId: Id;
  readonly settings: OperatorSettings;
}

/**
 * The operator and its settings now: those of the privacy policy in force, because a changed setting is a changed
 * policy; before the first version those of the set-up. Undefined before the installation has an operator.
 */
export async function loadInstallation(from: Tx | Database, now: Instant): Promise<Installation | undefined> {
  const tables =
    'inTenant' in from
      ? from.global<InstallationTables & PolicyTables>()
      : from.tables<InstallationTables & PolicyTables>();
  const row = await tables.selectFrom('installation').selectAll().executeTakeFirst();
  if (!row) return undefined;
  const version = await tables
    .selectFrom('policy_version')
    .select('content')
    .where('document', '=', 'privacy')
    .where('in_force_from', '<=', now)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const published = (version?.content as { parameters?: ParameterValues } | undefined)?.parameters;
  return {
    operatorTenantId: row.operator_tenant_id,
    settings: published
      ? settingsOf(published)
      : {
          'operator.name': row.name,
          'operator.sites': row.sites as readonly string[],
          'operator.zone': row.zone,
          'operator.supportAddress': row.support_address,
        },
  };
}

/** Whether this tenant is the operator's own: what lies there the operator holds as controller. */
export async function isOperator(from: Tx | Database, tenantId: Id): Promise<boolean> {
  const tables = 'inTenant' in from ? from.global<InstallationTables>() : from.tables<InstallationTables>();
  const row = await tables.selectFrom('installation').select('operator_tenant_id').executeTakeFirst();
  return row?.operator_tenant_id === tenantId;
}
