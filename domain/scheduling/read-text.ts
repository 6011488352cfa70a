import type { Result } from '#domain/kernel/result.ts';
import { ok, refuse } from '#domain/kernel/result.ts';

/** Why a file is no instance: shown as `mk01.txt line 4: operation 3 names machine 9 of 6`. */
export interface ReadRefusal {
  readonly code: 'instance_file_bad';
  readonly file: string;
  /** 1-based; 0 when it is about the file as a whole */
  readonly line: number;
  readonly reason: string;
  readonly [fact: string]: unknown;
}

/** Thrown inside a reader and turned into the refusal at its door. */
export class BadLine extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

export function readingOf<T>(file: string, read: () => T): Result<T, ReadRefusal> {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof BadLine)
      return refuse({ code: 'instance_file_bad', file, line: error.line, reason: error.message });
    throw error;
  }
}

export interface NumberLine {
  readonly line: number;
  readonly numbers: readonly number[];
}

/** The lines that carry numbers, with their place in the file; blank lines and `#` remarks are left out. */
export function numberLines(
  text: string,
  whole: (column: number, row: number) => boolean = () => true,
): NumberLine[] {
  const lines: NumberLine[] = [];
  text.split('\n').forEach((raw, i) => {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const numbers = trimmed.split(/\s+/).map((word, column) => {
      const value = Number(word);
      if (!Number.isFinite(value)) throw new BadLine(i + 1, `"${word}" is no number`);
      if (whole(column, lines.length) && (!Number.isInteger(value) || value < 0))
        throw new BadLine(i + 1, `${word} is no whole number from 0`);
      return value;
    });
    lines.push({ line: i + 1, numbers });
  });
  return lines;
}

/** Largest duration a file may name: a thousand years of minutes would leave exact arithmetic. */
export const MINUTES_MAX = 10_000_000;
