import { parentPort, workerData } from 'node:worker_threads';
import { nativeEngine, TypstError, wasmEngine, type CompileJob, type Engine } from './engine.ts';
import { paperFonts } from './fonts.ts';

/** What the renderer tells a new worker. */
export interface WorkerSettings {
  readonly engine: 'auto' | 'native' | 'wasm';
  readonly fontFolder: string | undefined;
}
/** One paper to make; `meta` is completed here with the families of the engine and written to `/meta.json`. */
export interface WorkerTask {
  readonly id: number;
  readonly job: CompileJob;
  readonly meta: Readonly<Record<string, unknown>>;
}
export type WorkerAnswer =
  | { id: number; pdf: Uint8Array; engine: Engine['name']; unprintable: string }
  | { id: number; failed: { code: TypstError['code'] | 'bug'; message: string } };

// A paper with more different characters than this that no font has is no paper in a script we can print.
const UNPRINTABLE_MAX = 200;

async function start(): Promise<{ engine: Engine; families: readonly string[] }> {
  const { engine, fontFolder } = workerData as WorkerSettings;
  if (engine !== 'wasm') {
    const fonts = paperFonts('native', fontFolder);
    const native = nativeEngine(fonts);
    if (native) return { engine: native, families: fonts.families };
    if (engine === 'native') throw new Error('there is no native Typst package for this system');
  }
  const fonts = paperFonts('wasm', fontFolder);
  return { engine: await wasmEngine(fonts), families: fonts.families };
}

const port = parentPort;
if (!port) throw new Error('this file is the worker of the document renderer and runs in a thread only');
const started = start();

port.on('message', (task: WorkerTask) => {
  void make(task).then((answer) => port.postMessage(answer));
});

async function make({ id, job, meta }: WorkerTask): Promise<WorkerAnswer> {
  const { engine, families } = await started;
  const unprintable = new Set<string>();
  for (;;) {
    const classOfCharacters = [...unprintable].map((c) => `\\u{${c.codePointAt(0)!.toString(16)}}`).join('');
    const whole = { ...meta, families, unprintable: classOfCharacters };
    try {
      const files = { ...job.files, '/meta.json': new TextEncoder().encode(JSON.stringify(whole)) };
      const pdf = await engine.compile({ ...job, files });
      return { id, pdf, engine: engine.name, unprintable: [...unprintable].join('') };
    } catch (error) {
      if (
        error instanceof TypstError &&
        error.code === 'text_unprintable' &&
        unprintable.size < UNPRINTABLE_MAX
      ) {
        // PDF/A refuses a character that no font has, and an invoice must not fail for an emoji in a name: name it to
        // the kit, which draws a box in its place, and try again. Characters below U+0080 are in every font.
        const fresh = [...(error.text ?? '')].filter((c) => c.codePointAt(0)! > 0x7f && !unprintable.has(c));
        for (const c of fresh) unprintable.add(c);
        if (fresh.length > 0) continue;
      }
      if (error instanceof TypstError) return { id, failed: { code: error.code, message: error.message } };
      return {
        id,
        failed: {
          code: 'bug',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        },
      };
    }
  }
}
