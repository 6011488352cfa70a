import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Instant } from '#domain/kernel/days.ts';
import type { CompileJob } from './engine.ts';
import type { WorkerAnswer, WorkerSettings, WorkerTask } from './worker.ts';

export interface PdfRequest {
  /** a `.typ` file of the product (it may import the kit and its neighbours), or source text (tests, previews) */
  readonly template: { readonly file: string | URL } | { readonly source: string };
  /** anything JSON can hold; the template reads it as `json("/data.json")` */
  readonly data: unknown;
  /** the moment the paper says it was made; with it, the same request gives the same bytes */
  readonly createdAt: Instant;
  /** pictures by plain file name; the kit's `picture(name)` shows them */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** files inside the PDF, e.g. `factur-x.xml` */
  readonly attachments?: readonly PdfAttachment[];
  readonly standard?: 'pdf/a-3b' | undefined;
}

export interface PdfAttachment {
  /** plain file name */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly relationship: 'source' | 'data' | 'alternative' | 'supplement';
  readonly description: string;
}

/** A paper could not be made. `deadline` and `crashed` may pass by themselves; the others are bugs of template or caller. */
export class PdfFailed extends Error {
  readonly code:
    | 'typst_failed'
    | 'pdf_standard_unavailable'
    | 'text_unprintable'
    | 'bug'
    | 'deadline'
    | 'crashed'
    | 'closed'
    | 'too_large';
  constructor(code: PdfFailed['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PdfFailed';
    this.code = code;
  }
}

export interface PdfRenderer {
  /** @throws PdfFailed; RangeError for a file name that is none (a bug in the caller) */
  renderPdf(request: PdfRequest): Promise<Uint8Array>;
  /** Lets no new paper in, fails those that wait and ends the threads. */
  close(): Promise<void>;
}

export interface RendererOptions {
  /** threads; started when first needed. 1 is enough for a factory, 2 for a host of many */
  readonly workers?: 1 | 2;
  /** for one paper, waiting not counted */
  readonly deadlineSeconds?: number;
  /** heap of JavaScript per thread; the compiler's own memory lies outside it, bounded by the input cap and freed with its thread */
  readonly heapMegabytes?: number;
  readonly engine?: 'auto' | 'native' | 'wasm';
  /** folder of the font package, when it is not where npm puts it */
  readonly fontFolder?: string | undefined;
}

// The real bound of memory: a thread whose heap runs over in the middle of one large allocation takes the whole process with
// it, so nothing that large is handed to it. 2,000 lines of an order with pictures stay far below.
const INPUT_BYTES_MAX = 16 * 1024 * 1024;
/** A thread is replaced after this many papers, so memory that the compiler keeps never adds up. */
const PAPERS_PER_THREAD = 500;

interface Waiting {
  readonly task: WorkerTask;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}
interface Thread {
  readonly worker: Worker;
  papers: number;
  busy: { readonly work: Waiting; readonly timer: NodeJS.Timeout } | undefined;
}

/** Makes PDFs by Typst in threads of their own, so a large paper never holds up an answer of the server. */
export function createPdfRenderer(options: RendererOptions = {}): PdfRenderer {
  const deadlineMs = (options.deadlineSeconds ?? 30) * 1000;
  const settings: WorkerSettings = { engine: options.engine ?? 'auto', fontFolder: options.fontFolder };
  const threads = new Set<Thread>();
  const queue: Waiting[] = [];
  let nextId = 1;
  let closed = false;

  function startThread(): Thread {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMegabytes ?? 256 },
      // Nothing of the parent's start flags (a test runner's loaders) belongs in here.
      execArgv: [],
    });
    const thread: Thread = { worker, papers: 0, busy: undefined };
    worker.on('message', (answer: WorkerAnswer) => done(thread, answer));
    worker.on('error', (error) =>
      lose(thread, new PdfFailed('crashed', 'the thread that made this paper crashed', { cause: error })),
    );
    worker.on('exit', (code) =>
      lose(thread, new PdfFailed('crashed', `the thread that made this paper ended (${code})`)),
    );
    // Idle threads do not keep the process alive; a paper in work does, by its deadline timer. After the listeners, because
    // listening for messages takes hold of the process again.
    worker.unref();
    threads.add(thread);
    return thread;
  }

  /** Takes a thread out of service, tells the paper it had, and goes on with the next. */
  function lose(thread: Thread, reason: PdfFailed): void {
    if (!threads.delete(thread)) return;
    const { busy } = thread;
    if (busy) {
      clearTimeout(busy.timer);
      busy.work.reject(reason);
    }
    void thread.worker.terminate();
    next();
  }

  function done(thread: Thread, answer: WorkerAnswer): void {
    const { busy } = thread;
    if (busy?.work.task.id !== answer.id) return;
    clearTimeout(busy.timer);
    thread.busy = undefined;
    if ('pdf' in answer) busy.work.resolve(answer.pdf);
    else busy.work.reject(new PdfFailed(answer.failed.code, answer.failed.message));
    if (++thread.papers >= PAPERS_PER_THREAD) lose(thread, new PdfFailed('crashed', 'replaced'));
    else next();
  }

  function next(): void {
    while (queue.length > 0 && !closed) {
      let thread = [...threads].find((t) => t.busy === undefined);
      if (!thread && threads.size < (options.workers ?? 1)) thread = startThread();
      if (!thread) return;
      const work = queue.shift()!;
      const chosen = thread;
      const timer = setTimeout(() => {
        // The native compiler cannot be interrupted: its thread is given up and ends when it returns, a new one takes over.
        lose(chosen, new PdfFailed('deadline', `the paper was not made within ${deadlineMs / 1000} s`));
      }, deadlineMs);
      chosen.busy = { work, timer };
      chosen.worker.postMessage(work.task);
    }
  }

  return {
    renderPdf: async (request) => {
      if (closed) throw new PdfFailed('closed', 'the renderer is closed');
      const { job, meta } = jobOf(request);
      const bytes = sizeOf(job, meta);
      if (bytes > INPUT_BYTES_MAX)
        throw new PdfFailed(
          'too_large',
          `the paper has ${bytes} bytes of input; ${INPUT_BYTES_MAX} are let through`,
        );
      return new Promise<Uint8Array>((resolve, reject) => {
        queue.push({ task: { id: nextId++, job, meta }, resolve, reject });
        next();
      });
    },
    close: async () => {
      closed = true;
      for (const work of queue.splice(0)) work.reject(new PdfFailed('closed', 'the renderer was closed'));
      const open = [...threads];
      for (const thread of open) lose(thread, new PdfFailed('closed', 'the renderer was closed'));
      await Promise.all(open.map((thread) => thread.worker.terminate()));
    },
  };
}

let shared: PdfRenderer | undefined;

/** Makes a paper with the process's shared renderer (one thread, 30 s, the engine of this system). */
export function renderPdf(request: PdfRequest): Promise<Uint8Array> {
  shared ??= createPdfRenderer();
  return shared.renderPdf(request);
}

const KIT_FOLDER = dirname(fileURLToPath(import.meta.url));
const HOUSE = join(KIT_FOLDER, '..', '..');

/** Gathers all a paper needs into one self-contained job: the kit, the template and its neighbours, data, pictures. */
function jobOf(request: PdfRequest): { job: CompileJob; meta: Record<string, unknown> } {
  const sources = typstFilesIn(KIT_FOLDER);
  let main = '/main.typ';
  if ('source' in request.template) sources[main] = request.template.source;
  else {
    const file =
      request.template.file instanceof URL ? fileURLToPath(request.template.file) : request.template.file;
    Object.assign(sources, typstFilesIn(dirname(file)));
    main = pathInHouse(file);
  }
  const files: Record<string, Uint8Array> = {
    '/data.json': new TextEncoder().encode(JSON.stringify(request.data)),
  };
  for (const [name, bytes] of Object.entries(request.files ?? {})) files[`/files/${plainName(name)}`] = bytes;
  for (const { name, bytes } of request.attachments ?? []) files[`/attachments/${plainName(name)}`] = bytes;
  const attachments = (request.attachments ?? []).map(({ name, mimeType, relationship, description }) => ({
    name,
    mimeType,
    relationship,
    description,
  }));
  return {
    job: { main, sources, files, standard: request.standard },
    meta: { createdAt: partsOf(request.createdAt), attachments },
  };
}

/** Bytes that travel to the thread; characters count two, as they may take in its heap. */
function sizeOf(job: CompileJob, meta: object): number {
  const files = Object.values(job.files).reduce((sum, file) => sum + file.byteLength, 0);
  const sources = Object.values(job.sources).reduce((sum, text) => sum + 2 * text.length, 0);
  return files + sources + 2 * JSON.stringify(meta).length;
}

function typstFilesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.typ'));
  return Object.fromEntries(
    names.map((name) => [pathInHouse(join(folder, name)), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** `/platform/documents/kit.typ`: the path templates import by, from the root of the house, with forward slashes everywhere. */
function pathInHouse(file: string): string {
  const inside = file.startsWith(HOUSE) ? file.slice(HOUSE.length) : undefined;
  if (inside === undefined) throw new RangeError(`${basename(file)} is no template of the product`);
  return `/${inside.replaceAll('\\', '/').replace(/^\/+/, '')}`;
}

function plainName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw new RangeError(`${name} is no plain file name`);
  return name;
}

function partsOf(at: Instant): Record<string, number> {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RangeError(`${at} is no instant`);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
