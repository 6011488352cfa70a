/** Short news at the edge of the screen. Kept outside of the drawing, so that any code can tell something. */
export interface ToastInput {
  readonly title: string;
  readonly text?: string;
  /** `trouble` stays until it is closed; everything else leaves by itself */
  readonly tone?: 'done' | 'trouble';
  /** offered for ten seconds at least */
  readonly undo?: () => void;
}
export interface ToastItem extends ToastInput {
  readonly id: number;
}

let items: readonly ToastItem[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const SHOWN_MAX = 3;

function change(next: readonly ToastItem[]): void {
  items = next;
  for (const listener of listeners) listener();
}

/** @returns closes it */
export function toast(input: ToastInput): () => void {
  const item: ToastItem = { ...input, id: nextId++ };
  change([...items.filter((other) => other.title !== input.title || other.undo), item].slice(-SHOWN_MAX));
  return () => closeToast(item.id);
}

export function closeToast(id: number): void {
  change(items.filter((item) => item.id !== id));
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  items: () => items,
};
