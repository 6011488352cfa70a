/**
 * An update, apart from how each step is done. The order is the safety: the new release proves itself on a copy of the
 * data before anything live is touched, and from then on a failure puts back what was.
 */
export interface UpdateSteps {
  /** the release that runs now, a commit */
  readonly from: string;
  readonly to: string;
  /** a backup while the product runs */
  backup(): Promise<string>;
  /** the new release starts on a restored copy and answers; mail and outside systems stay off */
  rehearse(backup: string): Promise<void>;
  stop(): Promise<void>;
  /** a second backup of the stopped product: the state to return to */
  lastBackup(): Promise<string>;
  /** program files and packages of a release */
  putRelease(commit: string): Promise<void>;
  /** starts the product and returns once it serves pages as that release */
  start(commit: string): Promise<void>;
  /** puts the data of a backup in place of those there now, which are kept aside */
  putData(backup: string): Promise<void>;
}

export type UpdateOutcome =
  /** the new release runs */
  | { readonly outcome: 'updated'; readonly backup: string }
  /** nothing live was touched; the old release runs as before */
  | { readonly outcome: 'not-begun'; readonly at: 'backup' | 'rehearsal'; readonly because: Error }
  /** the old release runs again, with all its data */
  | {
      readonly outcome: 'rolled-back';
      readonly at: string;
      readonly because: Error;
      readonly backup: string | undefined;
    }
  /** a person is needed; `backup` holds all data */
  | {
      readonly outcome: 'stuck';
      readonly at: string;
      readonly because: Error;
      readonly thenFailed: Error;
      readonly backup: string | undefined;
    };

/** Runs an update to its end. Throws nothing: each failure is an outcome. */
export async function update(steps: UpdateSteps, say: (sentence: string) => void): Promise<UpdateOutcome> {
  let first: string;
  try {
    say('Backing up …');
    first = await steps.backup();
  } catch (error) {
    return { outcome: 'not-begun', at: 'backup', because: error as Error };
  }
  try {
    say('Trying the new release on a copy of the data …');
    await steps.rehearse(first);
  } catch (error) {
    return { outcome: 'not-begun', at: 'rehearsal', because: error as Error };
  }

  let at = 'stop';
  let last: string | undefined;
  let dataTouched = false;
  try {
    say('Stopping …');
    await steps.stop();
    at = 'last backup';
    last = await steps.lastBackup();
    at = 'new release';
    say('Putting the new release in place …');
    await steps.putRelease(steps.to);
    at = 'start';
    // From the first start on, migrations may have changed the tables.
    dataTouched = true;
    await steps.start(steps.to);
    return { outcome: 'updated', backup: last };
  } catch (error) {
    say(`That failed (${(error as Error).message}). Putting the old release back …`);
    try {
      await steps.stop();
      await steps.putRelease(steps.from);
      if (dataTouched && last !== undefined) await steps.putData(last);
      await steps.start(steps.from);
      return { outcome: 'rolled-back', at, because: error as Error, backup: last };
    } catch (second) {
      return {
        outcome: 'stuck',
        at,
        because: error as Error,
        thenFailed: second as Error,
        backup: last ?? first,
      };
    }
  }
}
