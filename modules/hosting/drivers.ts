import type { AppContext } from '#platform/module/context.ts';
import type { DriverKind, HostingDriver } from './driver.ts';
import { odooDriver } from './odoo/driver.ts';
import { workspaceDriver } from './workspace/driver.ts';

const DRIVERS: Readonly<Partial<Record<DriverKind, (context: AppContext) => HostingDriver>>> = {
  workspace: workspaceDriver,
  odoo: odooDriver,
};

/** The driver of an instance. @throws Error for a kind that this installation has no driver for */
export function driverOf(context: AppContext, kind: DriverKind): HostingDriver {
  const make = DRIVERS[kind];
  if (!make) throw new Error(`there is no driver for ${kind}`);
  return make(context);
}

/** Kinds that can be ordered here. */
export const offeredKinds = (): DriverKind[] => Object.keys(DRIVERS) as DriverKind[];
