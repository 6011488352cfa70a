import { readFileSync } from 'node:fs';

/** Version of this program, as an archive tells it. */
export const PROGRAM_VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
