import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** What failed: a test by its file and full name, or what else counts as failed, and what it said. */
export interface Red {
  readonly name: string;
  /** the first lines of what went wrong, without colours, and where; at most 600 characters */
  readonly message: string;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** full names of tests that were skipped or are still to be written, with the file */
  readonly skipped: readonly string[];
  /** what failed, as far as it has a name of its own */
  readonly red: readonly Red[];
}

interface Fault {
  readonly message: string;
  readonly stacks?: readonly { readonly file: string; readonly line: number }[];
}

/** @returns the first lines of a message that say something, for a list in which many of them stand */
export function shortened(message: string): string {
  const lines = stripVTControlCharacters(message).split('\n');
  const said = lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  return said.slice(0, 8).join('\n').slice(0, 500);
}

function told(errors: readonly Fault[]): string {
  return errors
    .slice(0, 2)
    .map(({ message, stacks }) => {
      const place = stacks?.[0];
      return shortened(message) + (place ? `\n(${place.file.slice(-80)}:${place.line})` : '');
    })
    .join('\n');
}

/**
 * Counts what a run really did. Beside failed tests these count as failed, too: a file that does not load, a hook that
 * throws, an error nobody caught, a run without any test, and, where `skipsFail`, a skipped test.
 */
export class Tally implements Reporter {
  readonly #skipsFail: boolean;
  #passed = 0;
  #failed = 0;
  #ended = false;
  readonly #skipped: string[] = [];
  readonly #red: Red[] = [];

  constructor(skipsFail: boolean) {
    this.#skipsFail = skipsFail;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Fault[], reason: TestRunEndReason): void {
    this.#ended = true;
    this.#fail('an error that nobody caught', unhandled);
    for (const module of modules) this.#count(module);
    // A run that was interrupted has not checked everything, whatever it found until then.
    if (reason === 'interrupted') this.#fail('the run', [{ message: 'was interrupted' }]);
  }

  #count(module: TestModule): void {
    const file = module.relativeModuleId;
    this.#fail(file, module.errors());
    for (const suite of module.children.allSuites())
      this.#fail(`${file} > ${suite.fullName}`, suite.errors());
    let tests = 0;
    for (const test of module.children.allTests()) {
      tests += 1;
      const { state, errors } = test.result();
      const name = `${file} > ${test.fullName}`;
      if (state === 'passed') this.#passed += 1;
      else if (state === 'failed') {
        this.#failed += 1;
        this.#red.push({ name, message: told(errors) });
      } else this.#skipped.push(name);
    }
    if (tests === 0 && module.errors().length === 0) this.#fail(file, [{ message: 'has no test' }]);
  }

  #fail(name: string, errors: readonly Fault[]): void {
    this.#failed += errors.length;
    for (const error of errors) this.#red.push({ name, message: told([error]) });
  }

  /** The run ended in an error of its own. */
  broke(error: unknown): void {
    this.#fail('the run', [{ message: error instanceof Error ? error.message : String(error) }]);
  }

  counts(): Counts {
    const passed = this.#passed;
    const nothing = !this.#ended || (passed === 0 && this.#failed === 0 && this.#skipped.length === 0);
    const skipsRed = this.#skipsFail ? this.#skipped : [];
    const failed = this.#failed + skipsRed.length;
    const red = [...this.#red, ...skipsRed.map((name) => ({ name, message: 'was skipped' }))];
    return { passed, failed: nothing && failed === 0 ? 1 : failed, skipped: this.#skipped, red };
  }
}
