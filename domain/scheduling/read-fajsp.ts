import type { Result } from '#domain/kernel/result.ts';
import type { Instance, Operation } from './instance.ts';
import { checkInstance } from './check-instance.ts';
import { Cursor, shopInstance, takeAlternatives, takeCount } from './read-shop.ts';
import type { ReadRefusal } from './read-text.ts';
import { BadLine, numberLines, readingOf } from './read-text.ts';

/**
 * Reads a flexible assembly job shop: `operations precedences machines`, a line `before after` for each precedence, then a
 * line an operation: number of alternatives and their (machine minutes) pairs. Operation ids are their numbers from 0;
 * all belong to one order.
 */
export function readFajsp(file: string, text: string, name: string): Result<Instance, ReadRefusal> {
  return readingOf(file, () => {
    const lines = numberLines(text);
    if (!lines[0]) throw new BadLine(0, 'the file is empty');
    const head = new Cursor(lines[0]);
    const count = takeCount(head, 'operations', 1);
    const arcs = takeCount(head, 'precedences', 0);
    const machines = takeCount(head, 'machines', 1);
    head.end();
    const rows = lines.slice(1);
    if (rows.length < arcs + count)
      throw new BadLine(
        lines[lines.length - 1]!.line,
        `the file ends after ${rows.length} of ${arcs} precedences and ${count} operations`,
      );
    if (rows[arcs + count])
      throw new BadLine(
        rows[arcs + count]!.line,
        `there are more lines than ${arcs} precedences and ${count} operations`,
      );
    const after: string[][] = Array.from({ length: count }, () => []);
    for (const source of rows.slice(0, arcs)) {
      const row = new Cursor(source);
      const [before, later] = [row.take('the operation before'), row.take('the operation after')];
      row.end();
      for (const op of [before, later])
        if (op >= count) throw new BadLine(source.line, `precedence names operation ${op} of ${count}`);
      after[later]!.push(String(before));
    }
    const operations = rows.slice(arcs).map((source, op): Operation => {
      const row = new Cursor(source);
      const alternatives = takeAlternatives(
        row,
        row.take(`the alternatives of operation ${op}`),
        machines,
        String(op),
      );
      row.end();
      return { id: String(op), order: '0', alternatives, after: after[op]! };
    });
    const instance = shopInstance(name, machines, ['0'], operations);
    const checked = checkInstance(instance);
    if (!checked.ok) {
      const circle = checked.refusal.faults.find((f) => f.code === 'circle');
      throw new BadLine(
        1,
        circle ? `operation ${circle.subject} waits for itself` : 'the instance is contradictory',
      );
    }
    return instance;
  });
}
