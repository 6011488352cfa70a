/**
 * `npm run bench -- NAME [--json] [arguments]`: one measured run of `bench/NAME.bench.ts`. A table for people, or with
 * `--json` one object `{ name, commit, machine, figures }` on stdout, the form in which runs are kept in `bench/results/`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commit, machine } from './provenance.ts';

/** What a `*.bench.ts` exports as its default. */
export interface Bench {
  readonly name: string;
  /** @returns named figures; the unit is part of the name, as in `firstPageSeconds` */
  run(args: string[]): Promise<Record<string, number | string>>;
}

const SUFFIX = '.bench.ts';

function names(): string[] {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(SUFFIX));
  return files.map((file) => file.slice(0, -SUFFIX.length)).sort();
}

async function main(argv: string[]): Promise<number> {
  const json = argv.includes('--json');
  const [name, ...args] = argv.filter((arg) => arg !== '--json');
  if (name === undefined || !names().includes(name)) {
    process.stderr.write(
      `usage: npm run bench -- NAME [--json]\nNAME is one of: ${names().join(', ') || '(none yet)'}\n`,
    );
    return 2;
  }
  const file = pathToFileURL(join(import.meta.dirname, `${name}${SUFFIX}`)).href;
  const { default: bench } = (await import(file)) as { default: Bench };
  const figures = await bench.run(args);
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ name: bench.name, commit: commit(), machine: machine(), figures })}\n`,
    );
    return 0;
  }
  const width = Math.max(...Object.keys(figures).map((key) => key.length));
  const rows = Object.entries(figures).map(([key, value]) => `  ${key.padEnd(width)}  ${value}`);
  process.stdout.write([`${bench.name} at ${commit()}`, machine(), '', ...rows, ''].join('\n'));
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
