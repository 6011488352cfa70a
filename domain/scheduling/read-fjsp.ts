import type { Result } from '#domain/kernel/result.ts';
import type { Instance, Operation } from './instance.ts';
import { Cursor, jobLines, shopInstance, takeAlternatives, takeCount } from './read-shop.ts';
import type { ReadRefusal } from './read-text.ts';
import { BadLine, numberLines, readingOf } from './read-text.ts';

/**
 * Reads a flexible job shop: `jobs machines [average flexibility]`, then a line a job: number of operations, then per
 * operation the number of alternatives and their (machine minutes) pairs, machines from 0.
 */
export function readFjsp(file: string, text: string, name: string): Result<Instance, ReadRefusal> {
  return readingOf(file, () => {
    // The average flexibility in the first line may be a fraction; nothing else may.
    const lines = numberLines(text, (column, row) => row > 0 || column < 2);
    if (!lines[0]) throw new BadLine(0, 'the file is empty');
    const head = new Cursor(lines[0]);
    const jobs = takeCount(head, 'jobs', 1);
    const machines = takeCount(head, 'machines', 1);
    if (head.left > 0) head.take('the average flexibility');
    head.end();
    const operations: Operation[] = [];
    jobLines(lines, jobs).forEach((source, job) => {
      const row = new Cursor(source);
      const count = takeCount(row, 'operations', 0);
      for (let op = 0; op < count; op++) {
        const choices = row.take(`the alternatives of operation ${op}`);
        operations.push({
          id: `${job}.${op}`,
          order: String(job),
          alternatives: takeAlternatives(row, choices, machines, String(op)),
          after: op > 0 ? [`${job}.${op - 1}`] : [],
        });
      }
      row.end();
    });
    return shopInstance(
      name,
      machines,
      Array.from({ length: jobs }, (_, j) => String(j)),
      operations,
    );
  });
}
