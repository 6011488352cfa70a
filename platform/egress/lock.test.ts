import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

test('a locked process reaches nobody, in any way that Node knows', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const script = new URL('./testing/break-out.ts', import.meta.url);
  const { stdout } = await run(process.execPath, [script.pathname, String(port)], { timeout: 60_000 });
  server.close();
  const outcomes = JSON.parse(stdout) as Record<string, string>;
  const refused = Object.values(outcomes).filter((outcome) => outcome === 'egress_denied');
  expect(Object.keys(outcomes).length).toBeGreaterThanOrEqual(29);
  // A web socket's error has no code, and the door of the property itself says it in words.
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'egress_denied')).toEqual([
    ['new WebSocket', expect.not.stringMatching(/^(out|late)$/) as string],
    ['putting the old function back', expect.stringContaining('redefine') as string],
  ]);
  expect(refused.length).toBe(Object.keys(outcomes).length - 2);
  expect(connections).toBe(0);
});

test('a locked process listens under the name it was told to, and asks for no other name by listening', async () => {
  const script = new URL('./testing/listen.ts', import.meta.url).pathname;
  const listen = async (name: string, allowed: string): Promise<string> =>
    (await run(process.execPath, [script, name, allowed], { timeout: 60_000 })).stdout;
  // A machine that does not know its own name says so; what counts is that it was let ask.
  expect(await listen(hostname(), hostname())).toMatch(/^(listening|ENOTFOUND|EAI_AGAIN)$/);
  expect(await listen('secret-4711.evil.example', hostname())).toBe('egress_denied');
});
