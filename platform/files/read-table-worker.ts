import { parentPort, workerData } from 'node:worker_threads';
import { readCsv } from './csv.ts';
import { maskTable } from './mask-table.ts';
import { readXlsx } from './read-xlsx.ts';
import type { TableLimits } from './table.ts';

/** The thread in which files of strangers are read; see read-table.ts. */
const { kind, bytes, limits } = workerData as {
  kind: 'xlsx' | 'text';
  bytes: Uint8Array;
  limits: TableLimits;
};

const outcome = kind === 'xlsx' ? await readXlsx(bytes, limits) : readCsv(bytes, limits);
parentPort!.postMessage(outcome.ok ? { ok: true, value: maskTable(outcome.value) } : outcome);
