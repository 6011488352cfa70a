import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentRefusalCode } from '#platform/host-agent/protocol.ts';
import type { Egress } from '#platform/egress/egress.ts';
import type { Databases } from './databases.ts';
import type { Folders } from './names.ts';
import type { Settings } from './settings.ts';
import type { State } from './state.ts';

/** What every command of the agent works with. */
export interface Host {
  readonly home: string;
  readonly settings: Settings;
  readonly state: State;
  readonly folders: Folders;
  readonly databases: Databases;
  readonly egress: Egress;
  readonly log: (what: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** An expected no, told to the control plane with its code. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal';
  readonly code: AgentRefusalCode;
  constructor(code: AgentRefusalCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Full path of a release's program. @throws AgentRefusal */
export function odooBinOf({ settings }: Pick<Host, 'settings'>, release: string): string {
  const file = join(settings.releases, release, 'odoo-bin');
  if (!/^[0-9]{2}\.[0-9](-[a-z0-9.]{1,30})?$/.test(release) || !existsSync(file))
    throw new AgentRefusal('release_unknown', `${release} is not among the releases of this server`);
  return file;
}

export const listReleases = ({ settings }: Pick<Host, 'settings'>): string[] =>
  existsSync(settings.releases)
    ? readdirSync(settings.releases)
        .filter((name) => existsSync(join(settings.releases, name, 'odoo-bin')))
        .sort()
    : [];

/** Folders of modules of a release, those that there are. */
export const addonsOf = ({ settings }: Pick<Host, 'settings'>, release: string): string[] =>
  ['odoo/addons', 'addons', 'extra-addons']
    .map((folder) => join(settings.releases, release, folder))
    .filter((folder) => existsSync(folder));

/** Two free ports of loopback, by what the agent itself has given away. @throws AgentRefusal when none are left */
export function freePorts({ settings, state }: Pick<Host, 'settings' | 'state'>): [number, number] {
  const taken = new Set(state.instances().flatMap(({ port, keeperPort }) => [port, keeperPort]));
  const [first, last] = settings.ports;
  const free: number[] = [];
  // The first port is the templates' own.
  for (let port = first + 1; port <= last && free.length < 2; port += 1)
    if (!taken.has(port)) free.push(port);
  if (free.length < 2 || state.instances().length >= settings.places)
    throw new AgentRefusal('no_room', `${state.instances().length} of ${settings.places} places are taken`);
  return [free[0]!, free[1]!];
}
