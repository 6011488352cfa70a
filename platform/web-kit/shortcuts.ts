import { useEffect, useRef } from 'react';

/** Keys by which everything can be reached. One listener per page; screens add theirs while they are shown. */
export interface Shortcut {
  /** one key (`n`, `?`) or two after each other (`g o`) */
  readonly keys: string;
  /** what it does, for the help */
  readonly label: string;
  readonly run: () => void;
}

const shortcuts = new Set<Shortcut>();
const SECOND_KEY_MS = 1_200;

export function listShortcuts(): readonly Shortcut[] {
  return [...shortcuts];
}

/** @returns takes it away again */
export function addShortcut(shortcut: Shortcut): () => void {
  shortcuts.add(shortcut);
  return () => void shortcuts.delete(shortcut);
}

/** A key of the screen that is shown. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => addShortcut({ keys, label, run: () => latest.current() }), [keys, label]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Listens from now on. Keys typed into a field or while a dialog is open are left alone. @returns stops */
export function startShortcuts(): () => void {
  let first: { key: string; at: number } | null = null;
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return;
    if (document.querySelector('dialog[open]')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const pair = first && event.timeStamp - first.at < SECOND_KEY_MS ? `${first.key} ${key}` : null;
    const all = [...shortcuts].reverse();
    const hit = (pair && all.find((one) => one.keys === pair)) || all.find((one) => one.keys === key);
    first = hit ? null : { key, at: event.timeStamp };
    if (!hit) return;
    event.preventDefault();
    hit.run();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
