import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** full names of tests that were skipped or are still to be written, with the file */
  readonly skipped: readonly string[];
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

  constructor(skipsFail: boolean) {
    this.#skipsFail = skipsFail;
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    this.#ended = true;
    this.#failed += unhandled.length;
    for (const module of modules) this.#count(module);
    // A run that was interrupted has not checked everything, whatever it found until then.
    if (reason === 'interrupted') this.#failed += 1;
  }

  #count(module: TestModule): void {
    this.#failed += module.errors().length;
    for (const suite of module.children.allSuites()) this.#failed += suite.errors().length;
    let tests = 0;
    for (const test of module.children.allTests()) {
      tests += 1;
      const state = test.result().state;
      if (state === 'passed') this.#passed += 1;
      else if (state === 'failed') this.#failed += 1;
      else this.#skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
    }
    if (tests === 0 && module.errors().length === 0) this.#failed += 1;
  }

  /** The run ended in an error of its own. */
  broke(): void {
    this.#failed += 1;
  }

  counts(): Counts {
    const passed = this.#passed;
    const nothing = !this.#ended || (passed === 0 && this.#failed === 0 && this.#skipped.length === 0);
    const failed = this.#failed + (this.#skipsFail ? this.#skipped.length : 0);
    return { passed, failed: nothing && failed === 0 ? 1 : failed, skipped: this.#skipped };
  }
}
