import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { boundOf } from '#modules/policy/module.ts';
import type { Io } from '../main.ts';
import { checkAnswers, faultOf, QUESTIONS, readTyped, type Question, type SetupAnswers } from './answers.ts';
import { deployFiles } from './deploy-files.ts';
import { ownMachinesOf, providersOf, readContracts } from './contracts.ts';
import { deployFolder, HOME, systemNode } from './installation.ts';
import { makeInstallation, SetupProblem } from './make-installation.ts';
import { readSecretLine } from './secret-line.ts';

const USAGE = `usage: npm run tenon -- setup --data DIR                     ask what is needed and make a production installation
       npm run tenon -- setup --data DIR --answers FILE.json --password-stdin
                                                             the same without questions
       npm run tenon -- setup --data DIR --answers FILE.json --files-only
                                                             write the deployment files again
docs/operating.md is the manual.
`;

/**
 * `tenon setup`: an installation for real use: database, operator, first person, and the files that run it.
 * Nothing is written before every answer is right; started again after an interruption it goes on where it was.
 */
export async function setup(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      data: { type: 'string' },
      answers: { type: 'string' },
      'password-stdin': { type: 'boolean' },
      'files-only': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || values.data === undefined) {
    (values.help ? io.out : io.err)(USAGE);
    return values.help ? 0 : 2;
  }
  const dataDir = resolve(values.data);
  try {
    const answers = values.answers === undefined ? await ask(io) : readAnswers(values.answers);
    const folder = deployFolder(dataDir);
    if (values['files-only']) {
      await writeFiles(answers, dataDir, folder);
      io.out(`${folder} is written again.\n`);
      return 0;
    }
    if (existsSync(join(folder, 'tenon.env')))
      throw new SetupProblem(
        `${dataDir} is set up already. Start it, or use --files-only to write its deployment files again.`,
      );
    const read = readContracts(answers);
    if ('faults' in read) throw new SetupProblem(read.faults.join('\n'));
    const password = values['password-stdin'] ? await firstLine(process.stdin) : await askPassword(io);
    await makeInstallation({
      answers,
      contracts: read.contracts,
      dataDir,
      password,
      say: (sentence) => io.err(`${sentence}\n`),
    });
    await writeFiles(answers, dataDir, folder);
    io.out(nextSteps(answers, folder));
    return 0;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    io.err(`${error.message}\n`);
    return 1;
  }
}

function readAnswers(file: string): SetupAnswers {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SetupProblem(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const checked = checkAnswers(found);
  if ('faults' in checked) throw new SetupProblem(`${file}:\n  ${checked.faults.join('\n  ')}`);
  return checked.answers;
}

/** Each answer is checked when it is given; a wrong one is asked again. */
async function ask(io: Io): Promise<SetupAnswers> {
  if (!process.stdin.isTTY)
    throw new SetupProblem('there is nobody to ask here. Give --answers FILE.json and --password-stdin.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const found: Record<string, unknown> = {};
  try {
    for (const question of QUESTIONS) {
      const value = await askOne(question, (text) => lines.question(text), io);
      if (value !== undefined) found[question.field] = value;
    }
  } finally {
    lines.close();
  }
  const checked = checkAnswers(found);
  if ('faults' in checked) throw new SetupProblem(checked.faults.join('\n'));
  return checked.answers;
}

async function askOne(question: Question, read: (text: string) => Promise<string>, io: Io): Promise<unknown> {
  for (;;) {
    const value = readTyped(question, await read(`${question.text} (${question.example}): `));
    if (value === undefined && question.optional) return undefined;
    const fault = faultOf(question.field, value);
    if (fault === undefined) return value;
    io.err(`  ${value === undefined ? 'is needed' : fault}\n`);
  }
}

async function askPassword(io: Io): Promise<string> {
  for (;;) {
    const first = await readSecretLine('Password for the first person: ');
    const again = await readSecretLine('Once more: ');
    if (first === again) return first;
    io.err('  The two differ.\n');
  }
}

async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk.toString();
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}

/** Written beside and renamed; the settings last, because their presence says that the set-up is complete. */
async function writeFiles(answers: SetupAnswers, dataDir: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const files = deployFiles(answers, { home: HOME, dataDir, node: systemNode() });
  const last = (name: string): number => (name === 'tenon.env' ? 1 : 0);
  for (const { name, mode, text } of files.toSorted((a, b) => last(a.name) - last(b.name))) {
    const beside = join(folder, `.${name}.new`);
    await writeFile(beside, text, { mode });
    await chmod(beside, mode);
    await rename(beside, join(folder, name));
  }
}

/** What has to happen before the providers of the answers get anything. */
function contractSteps(answers: SetupAnswers): string {
  return providersOf(answers)
    .filter(({ host }) => boundOf(host, ownMachinesOf(answers)) === 'contract')
    .map(({ host, answer }, i) =>
      answer === undefined
        ? `  ${5 + i}. ${host.padEnd(17)} gets nothing yet: hand in the contract with it at /operator/processors\n`
        : `  ${5 + i}. ${host.padEnd(17)} gets nothing yet: a second person confirms its contract at /operator/processors (alone: after the wait)\n`,
    )
    .join('');
}

function nextSteps(answers: SetupAnswers, folder: string): string {
  return `
  ${answers.operatorName} is set up. What is left needs the system's administrator:

  1. The service       cp ${folder}/tenon*.service ${folder}/tenon*.timer /etc/systemd/system/
                       systemctl daemon-reload && systemctl enable --now tenon tenon-backup.timer
  2. The proxy         cp ${folder}/Caddyfile /etc/caddy/Caddyfile && systemctl reload caddy
  3. The keys          keep a copy of ${join(folder, '..', 'secrets')} somewhere else than the backups
  4. Mail              npm run tenon -- doctor mail
${contractSteps(answers)}
  Then open https://${answers.host}/ and sign in as ${answers.ownerEmail}.
`;
}
