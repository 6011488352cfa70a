import type { Handler } from '../http/handler.ts';
import type { Job } from '../jobs/job.ts';
import type { AnyReader } from '../outbox/readers.ts';
import type { MigrationFolder } from '../postgres/migrate.ts';
import type { Words } from '../words/words.ts';

/** Why a personal column is kept, by category; the register of processing is made from these. */
export interface PersonalColumn {
  readonly table: string;
  readonly column: string;
  readonly category: 'contact' | 'account' | 'order' | 'employment' | 'usage' | 'message';
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
  readonly personal?: readonly PersonalColumn[];
}

/** `import.meta.url` of the manifest → its migrations folder. */
export function migrationsOf(module: string, manifestUrl: string): MigrationFolder {
  return { module, url: new URL('./migrations/', manifestUrl) };
}
