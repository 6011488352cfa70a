import type { Result } from '#domain/kernel/result.ts';
import type { Instance, Operation } from './instance.ts';
import { Cursor, jobLines, shopInstance, takeAlternatives, takeCount } from './read-shop.ts';
import type { ReadRefusal } from './read-text.ts';
import { BadLine, numberLines, readingOf } from './read-text.ts';

/**
 * Reads a job shop: `jobs machines`, then a line a job of (machine minutes) pairs, machines from 0, rows of any length.
 * Operation ids are `job.operation`, both from 0.
 * @param file its name, for messages
 */
export function readJsp(file: string, text: string, name: string): Result<Instance, ReadRefusal> {
  return readingOf(file, () => {
    const lines = numberLines(text);
    if (!lines[0]) throw new BadLine(0, 'the file is empty');
    const head = new Cursor(lines[0]);
    const jobs = takeCount(head, 'jobs', 1);
    const machines = takeCount(head, 'machines', 1);
    head.end();
    const operations: Operation[] = [];
    jobLines(lines, jobs).forEach((source, job) => {
      const row = new Cursor(source);
      for (let op = 0; row.left > 0; op++)
        operations.push({
          id: `${job}.${op}`,
          order: String(job),
          alternatives: takeAlternatives(row, 1, machines, String(op)),
          after: op > 0 ? [`${job}.${op - 1}`] : [],
        });
    });
    return shopInstance(
      name,
      machines,
      Array.from({ length: jobs }, (_, j) => String(j)),
      operations,
    );
  });
}
