import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const tenon = (...args: string[]) =>
  new Promise<End>((done) => {
    execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

test('help lists every command on stdout', async () => {
  const end = await tenon('help');
  expect(end).toMatchObject({ code: 0, stderr: '' });
  for (const name of ['cut', 'schedule', 'demo reset']) expect(end.stdout).toContain(`\n  ${name} `);
});

test.each([[['fly']], [[]], [['toString']]])('%j is refused with the usage on stderr', async (args) => {
  const end = await tenon(...args);
  expect(end).toMatchObject({ code: 2, stdout: '' });
  expect(end.stderr).toContain('usage: npm run tenon');
});

test('a command gets the arguments after its name and its exit code comes back', async () => {
  const end = await tenon('cut', '--help');
  expect(end).toMatchObject({ code: 0 });
  expect(end.stdout).toContain('tenon cut JOB.json');
  expect(await tenon('cut', '--no-such-option')).toMatchObject({ code: 2, stdout: '' });
});
