import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Io } from '../main.ts';
import { configOf, HOME } from './installation.ts';
import { update } from './update.ts';
import { updateSteps } from './update-steps.ts';

const USAGE = `usage: npm run tenon -- update RELEASE --data DIR [--stop COMMAND] [--start COMMAND]
  RELEASE is a tag, branch or commit that "git fetch" has brought. By default the service is stopped and started by
  "systemctl stop tenon" and "systemctl start tenon".
`;

/** `tenon update`: exit 0 when the new release runs; 1 when the old one runs as before; 3 when a person is needed. */
export async function updateCommand(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      stop: { type: 'string', default: 'systemctl stop tenon' },
      start: { type: 'string', default: 'systemctl start tenon' },
      help: { type: 'boolean' },
    },
  });
  const [release] = positionals;
  if (values.help || release === undefined || positionals.length > 1 || values.data === undefined) {
    (values.help ? io.out : io.err)(USAGE);
    return values.help ? 0 : 2;
  }
  const refuse = (sentence: string): number => {
    io.err(`${sentence}\n`);
    return 1;
  };
  const config = configOf(resolve(values.data), (sentence) => io.err(`${sentence}\n`));
  if (!config.backupTo) return refuse('TENON_BACKUP_TO is not set, and without a backup nothing is updated.');
  if (git('status', '--porcelain', '--untracked-files=no') !== '')
    return refuse(`${HOME} has changed files. Put them back with git before an update.`);
  const from = git('rev-parse', 'HEAD')!;
  const to = git('rev-parse', '--verify', '--quiet', `${release}^{commit}`);
  if (!to)
    return refuse(`there is no release "${release}" here. Run "git fetch --tags" and look at "git tag".`);
  if (to === from) return refuse(`${release} runs already.`);

  const end = await update(
    updateSteps({
      ...{ config, home: HOME, from, to, backupTo: config.backupTo },
      stopCommand: values.stop,
      startCommand: values.start,
    }),
    (sentence) => io.err(`${sentence}\n`),
  );
  switch (end.outcome) {
    case 'updated':
      io.out(`${release} runs. The state before it lies in ${end.backup}.\n`);
      return 0;
    case 'not-begun':
      return refuse(
        `Nothing was changed: the ${end.at} failed (${end.because.message}). ${from} runs as before.`,
      );
    case 'rolled-back':
      return refuse(
        `${release} was taken back: ${end.at} failed (${end.because.message}). ${from} runs again with all its data.`,
      );
    case 'stuck':
      io.err(
        `A person is needed. ${end.at} failed (${end.because.message}), and putting ${from} back failed as well ` +
          `(${end.thenFailed.message}). All data are in ${end.backup ?? 'the data folder'}. ` +
          `docs/operating.md, "When an update is stuck", has the steps.\n`,
      );
      return 3;
  }
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', HOME, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
