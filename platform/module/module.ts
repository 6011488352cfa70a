import type { DataCategory, PersonalMap, Purpose } from '#domain/kernel/personal.ts';
import type { Handler } from '../http/handler.ts';
import type { Webhook } from '../http/webhooks.ts';
import type { Job } from '../jobs/job.ts';
import type { AnyReader } from '../outbox/readers.ts';
import type { PublicPage } from '../pages/serve.ts';
import type { MigrationFolder } from '../postgres/migrate.ts';
import type { SealedColumn } from '../secrets/reseal.ts';
import type { Words } from '../words/words.ts';

/** One field of a form that a person fills in. */
export interface FormField {
  /** as in the route's body, `email`; the upload itself is `file` */
  readonly name: string;
  readonly category: DataCategory;
  /** may be left empty, and is marked so beside the field */
  readonly optional: boolean;
}

/**
 * A form that collects personal data. Its version rises when a field or the purpose changes, so that a stored consent
 * says what was really asked.
 */
export interface FormDeclaration {
  /** `accounts.profile` */
  readonly id: string;
  readonly version: number;
  readonly purpose: Purpose;
  /**
   * `person`: whoever fills it in tells about themselves or their firm, and the operator is the controller;
   * `tenant-data`: a tenant keeps it about its own customers and is not asked, except the operator itself, whose staff
   * enters how and by whom consent was given
   */
  readonly about: 'person' | 'tenant-data';
  readonly fields: readonly FormField[];
}

/** What a module declares: the only thing the server and the command line know of it. `C` is the server's context. */
export interface Module<C> {
  readonly name: string;
  readonly migrations?: MigrationFolder;
  readonly handlers?: readonly Handler<C>[];
  // Payload types differ per job; the queue carries them as JSON.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly jobs?: readonly Job<any, C>[];
  readonly readers?: readonly AnyReader[];
  readonly words?: readonly Words[];
  /** every column of every table of this module: its category, or that it is not personal */
  readonly personal?: PersonalMap;
  /** columns of this module that hold sealed text */
  readonly sealed?: readonly SealedColumn[];
  /** public pages made on the server */
  readonly pages?: readonly PublicPage<C>[];
  /** doors for messages of programs outside, signed by their senders */
  readonly webhooks?: readonly Webhook<C>[];
  /** forms of this module that collect personal data */
  readonly forms?: readonly FormDeclaration[];
}

/** `import.meta.url` of the manifest → its migrations folder. */
export function migrationsOf(module: string, manifestUrl: string): MigrationFolder {
  return { module, url: new URL('./migrations/', manifestUrl) };
}
