import { useSyncExternalStore } from 'react';

/** Whether the server can be reached, as far as the last attempt and the device itself know. */
let online = typeof navigator === 'undefined' || navigator.onLine !== false;
const listeners = new Set<() => void>();

export function isOnline(): boolean {
  return online;
}

/** Told by whoever tried: the client after a call, the live stream when it opens or breaks. */
export function setOnline(next: boolean): void {
  if (next === online) return;
  online = next;
  for (const listener of listeners) listener();
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOnline(): boolean {
  return useSyncExternalStore(onConnection, isOnline);
}
