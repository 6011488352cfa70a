/**
 * Reads a line from the terminal without showing it.
 * @throws Error when the person presses Ctrl+C
 */
export function readSecretLine(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((done, fail) => {
    let text = '';
    const end = (settle: () => void): void => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('data', hear);
      stderr.write('\n');
      settle();
    };
    const hear = (chunk: Buffer): void => {
      for (const sign of chunk.toString('utf8')) {
        if (sign === '\r' || sign === '\n') return end(() => done(text));
        if (sign === '\u0003') return end(() => fail(new Error('stopped')));
        if (sign === '\u007f' || sign === '\b') text = [...text].slice(0, -1).join('');
        else text += sign;
      }
    };
    stdin.on('data', hear);
  });
}
