import { Worker } from 'node:worker_threads';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { bareEnvironment } from '../threads/bare-environment.ts';
import { megabytes } from './archive-limits.ts';
import { fileKind } from './file-kind.ts';
import { TABLE_LIMITS, type Table, type TableLimits, type TableRefusal } from './table.ts';

const WORKBOOK = /\.xls[xm]?$/i;

/**
 * Reads an uploaded workbook or text file into rows of cells.
 *
 * The kind is told by the first bytes, not by the name; a name that promises a workbook over other content is refused.
 * Reading happens in a worker thread with limits on time and memory, so a hostile file costs one refusal and nothing
 * else. Macros and formulas are never run: a formula counts as its last stored result.
 *
 * @param file name as uploaded and its content
 * @returns refused with code, value and limit; broken XML, lying archives and endless files included
 */
export async function readTable(
  file: { readonly name: string; readonly bytes: Uint8Array },
  limits: TableLimits = TABLE_LIMITS,
): Promise<Result<Table, TableRefusal>> {
  const { name, bytes } = file;
  if (bytes.byteLength === 0) return refuse({ code: 'file_empty', field: 'file', value: name });
  if (bytes.byteLength > limits.bytes)
    return refuse({
      code: 'file_too_large',
      field: 'file',
      value: megabytes(bytes.byteLength),
      limit: megabytes(limits.bytes),
    });
  const found = fileKind(bytes);
  const wanted = WORKBOOK.test(name) ? 'zip' : undefined;
  if ((found !== 'zip' && found !== 'text') || (wanted && wanted !== found))
    return refuse({
      code: 'file_type_wrong',
      field: 'file',
      value: found,
      expected: wanted ? 'xlsx' : 'xlsx, csv',
    });
  return inWorker({ kind: found === 'zip' ? 'xlsx' : 'text', bytes, limits });
}

function inWorker(task: {
  kind: 'xlsx' | 'text';
  bytes: Uint8Array;
  limits: TableLimits;
}): Promise<Result<Table, TableRefusal>> {
  const { limits } = task;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read-table-worker.ts', import.meta.url), {
      workerData: task,
      env: bareEnvironment(),
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 32 },
    });
    const timer = setTimeout(() => {
      settle(() =>
        resolve(
          refuse({ code: 'file_takes_too_long', field: 'file', value: `${limits.timeoutMs / 1000} s` }),
        ),
      );
    }, limits.timeoutMs);
    let settled = false;
    const settle = (tell: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      void worker.terminate().then(tell, tell);
    };
    worker.once('message', (outcome: { ok: true; value: Table } | { ok: false; refusal: TableRefusal }) =>
      settle(() => resolve(outcome.ok ? ok(outcome.value) : refuse(outcome.refusal))),
    );
    worker.once('error', (error: Error & { code?: string }) =>
      settle(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? resolve(
              refuse({ code: 'file_needs_too_much_memory', field: 'file', value: `${limits.memoryMb} MB` }),
            )
          : reject(new Error('the table reader broke', { cause: error })),
      ),
    );
    worker.once('exit', (code) =>
      settle(() => reject(new Error(`the table reader ended early with ${code}`))),
    );
  });
}
