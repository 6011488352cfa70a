import { readFileSync } from 'node:fs';

/** Of package.json, as shown to programs and people. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
