import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest on a quiet machine of two cores, the longest first. A machine that has run them before knows
 * better; on a fresh clone this keeps one long file from being the last, with the other core idle beside it.
 */
const LONG = [
  'scenarios/screens/every-screen.web.test.ts',
  'scenarios/quote-to-cash/browser.web.test.ts',
  'scenarios/crash/crash.db.test.ts',
  'scenarios/tenants/isolation.db.test.ts',
  'apps/server/demo/demo.db.test.ts',
  'domain/cutting/furniture.test.ts',
];
const KINDS = ['.web.test.ts', '.db.test.ts', '.test.ts'];

function rank({ moduleId }: TestSpecification): number {
  const long = LONG.findIndex((path) => moduleId.endsWith(path));
  return long >= 0 ? long : LONG.length + KINDS.findIndex((kind) => moduleId.endsWith(kind));
}

/** Long files first, then browser, database and pure tests; within a kind as the runner would order them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
