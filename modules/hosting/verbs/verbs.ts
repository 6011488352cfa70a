import type { Verb } from '../store.ts';
import { backup } from './backup.ts';
import { copy, dropCopy, exportData } from './copies.ts';
import { erase } from './delete.ts';
import { end, resume, suspend } from './doors.ts';
import { provision } from './provision.ts';
import { upgrade } from './upgrade.ts';
import type { VerbWork } from './verb.ts';

/** What every kind of operation does. */
export const verbs: Readonly<Record<Verb, VerbWork>> = {
  provision,
  suspend,
  resume,
  backup,
  copy,
  'drop-copy': dropCopy,
  export: exportData,
  upgrade,
  end,
  delete: erase,
};
