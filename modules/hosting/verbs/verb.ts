import type { Refusal, Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DriverRun, HostingDriver, StepFacts } from '../driver.ts';
import type { InstanceRow, OperationRow } from '../store.ts';

/** What the work of an operation has at hand, outside of any transaction. */
export interface Working {
  readonly context: AppContext;
  /** the system, now */
  caller(): Caller;
  readonly row: InstanceRow;
  readonly operation: OperationRow;
  readonly driver: HostingDriver;
  readonly run: DriverRun;
}

/** One kind of operation: what it changes before, what it does, what it changes after. */
export interface VerbWork {
  /** in the transaction in which it begins, also again; a refusal ends the operation */
  begin?(tx: Tx, caller: Caller, row: InstanceRow, operation: OperationRow): Promise<Result<null>>;
  /** outside of transactions, maybe for the second time */
  work(working: Working): Promise<Result<StepFacts>>;
  /** in the transaction that says it is done; the instance is locked and as it is by then */
  finish?(
    tx: Tx,
    caller: Caller,
    row: InstanceRow,
    operation: OperationRow,
    answer: StepFacts,
  ): Promise<void>;
  /** takes away what is half there, before the operation is over without success; safe to run twice */
  undo?(working: Working): Promise<void>;
  /** in the transaction that says it came to nothing */
  fail?(
    tx: Tx,
    caller: Caller,
    row: InstanceRow,
    operation: OperationRow,
    refusal: Refusal | null,
  ): Promise<void>;
}
