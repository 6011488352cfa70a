/** A locked process that listens under the name given as its argument, and says what became of it: `listening`, or the error's code. */
import { createServer } from 'node:http';
import { allowListening, lockOutside } from '../lock.ts';

const [, , name = '', allowed = ''] = process.argv;
lockOutside();
allowListening(allowed);
const say = (what: string): void => void process.stdout.write(what, () => process.exit(0));
try {
  createServer()
    .listen(0, name, () => say('listening'))
    .once('error', (error: NodeJS.ErrnoException) => say(error.code ?? error.message));
} catch (error) {
  say((error as NodeJS.ErrnoException).code ?? String(error));
}
