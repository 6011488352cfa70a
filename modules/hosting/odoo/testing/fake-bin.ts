import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main } from './fake-odoo.ts';

// What `odoo-bin` of a fake release loads; the release lies beside it.
const folder = dirname(process.argv[1]!);
const { version } = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')) as { version: string };
await main(process.argv.slice(2), { version, faults: join(folder, 'faults.json') });
