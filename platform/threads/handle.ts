/** What the function in the thread may do besides computing. */
export interface ThreadHandle<P = unknown> {
  /** tells the caller how far it is; must be cheap to copy */
  progress(news: P): void;
  /** true once it should come to an end and return what it has; reads shared memory, so it may be asked often */
  cancelled(): boolean;
}

/** The form of a function that `runInThread` can run: its input and result must survive a structured clone. */
export type ThreadFunction<I, P, R> = (input: I, handle: ThreadHandle<P>) => R | Promise<R>;

/** What a kept thread is asked for. */
export interface KeptTask {
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly input: unknown;
}

/** What a thread is started with. */
export interface ThreadTask extends KeptTask {
  /** one Int32: 0 = go on, 1 = come to an end */
  readonly flag: SharedArrayBuffer;
}

export type ThreadSays =
  | { readonly kind: 'progress'; readonly news: unknown }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown };
