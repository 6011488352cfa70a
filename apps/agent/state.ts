import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CLOSED_BY } from '#platform/host-agent/protocol.ts';

/** One instance on this server, or a copy of one. Written down before anything of it is made, struck out after all of it is gone. */
export interface Instance {
  readonly name: string;
  /** `making`: half there and never served; begun again from the start */
  phase: 'making' | 'ready';
  release: string;
  /** of its PostgreSQL role */
  readonly password: string;
  /** of loopback: its server, and the one that makes backups */
  readonly port: number;
  readonly keeperPort: number;
  hosts: readonly string[];
  wanted: 'running' | 'stopped';
  /** its server's process, and by what it is told from another that got the same number */
  process: ProcessMark | null;
  restarts: number;
  closed: { readonly reason: (typeof CLOSED_BY)[number]; readonly since: string } | null;
  /** its door was open to people, so that its log-ins are theirs */
  used: boolean;
  /** a copy of the database made before a switch of release: there while the switch is under way */
  before: { readonly database: string; readonly release: string } | null;
}

export interface ProcessMark {
  readonly pid: number;
  /** clock ticks since the machine's start (proc(5), field 22) */
  readonly startTicks: string;
}

export interface Template {
  readonly name: string;
  readonly release: string;
  readonly password: string;
  phase: 'making' | 'ready';
}

interface Kept {
  readonly instances: Record<string, Instance>;
  readonly templates: Record<string, Template>;
}

/** What the agent knows, on the disk: every change is there, whole, before anybody hears of it. */
export class State {
  readonly #file: string;
  readonly #kept: Kept;

  constructor(home: string) {
    this.#file = join(home, 'state.json');
    this.#kept = existsSync(this.#file)
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Kept)
      : { instances: {}, templates: {} };
  }

  instances(): Instance[] {
    return Object.values(this.#kept.instances).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  templates(): Template[] {
    return Object.values(this.#kept.templates).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  instance(name: string): Instance | undefined {
    return Object.hasOwn(this.#kept.instances, name) ? this.#kept.instances[name] : undefined;
  }

  template(name: string): Template | undefined {
    return Object.hasOwn(this.#kept.templates, name) ? this.#kept.templates[name] : undefined;
  }

  putInstance(instance: Instance): void {
    this.#kept.instances[instance.name] = instance;
    this.#save();
  }

  putTemplate(template: Template): void {
    this.#kept.templates[template.name] = template;
    this.#save();
  }

  strikeInstance(name: string): void {
    Reflect.deleteProperty(this.#kept.instances, name);
    this.#save();
  }

  strikeTemplate(name: string): void {
    Reflect.deleteProperty(this.#kept.templates, name);
    this.#save();
  }

  #save(): void {
    writeWhole(this.#file, JSON.stringify(this.#kept, null, 1));
  }
}

/** Writes aside, to the disk, and renames: after a kill at any line the file is the old one or the new one, whole. */
export function writeWhole(file: string, text: string, mode = 0o600): void {
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', mode);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
