import { Worker } from 'node:worker_threads';
import { bareEnvironment } from '../../threads/bare-environment.ts';
import { PARSE_LIMITS, type ParsedMail, type ParseLimits, type UnreadReason } from './parsed-mail.ts';

/** At most this many mails are taken apart at once; the others wait. */
const PLACES = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Takes a mail apart and masks it, in a thread with limits on time, memory, parts and sizes: a hostile mail costs one
 * answer and nothing else. It leads nowhere: no link is followed, no picture loaded, no file written.
 */
export async function parseMail(
  raw: Uint8Array,
  limits: ParseLimits = PARSE_LIMITS,
): Promise<{ ok: true; value: ParsedMail } | { ok: false; reason: UnreadReason }> {
  if (running >= PLACES) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    return await inWorker(raw, limits);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

type Answer = Awaited<ReturnType<typeof parseMail>>;

function inWorker(raw: Uint8Array, limits: ParseLimits): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      workerData: { raw, limits },
      env: bareEnvironment(),
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 32 },
    });
    let settled = false;
    const settle = (tell: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      void worker.terminate().then(tell, tell);
    };
    const unread = (reason: UnreadReason): void => settle(() => resolve({ ok: false, reason }));
    const timer = setTimeout(() => unread('takes_too_long'), limits.timeoutMs);
    worker.once('message', (answer: Answer) => settle(() => resolve(answer)));
    worker.once('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? unread('too_large')
        : settle(() => reject(new Error('the mail reader broke', { cause: error }))),
    );
    worker.once('exit', () => settle(() => reject(new Error('the mail reader ended without an answer'))));
  });
}
