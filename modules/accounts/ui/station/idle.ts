const TOUCHES = ['pointerdown', 'keydown', 'touchstart'] as const;

/** What is watched: the window, and the document that tells when the device wakes. */
interface Watched {
  readonly window: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  readonly document: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
}

/**
 * Calls `then` after so many seconds without a touch, once; a device that slept meanwhile is asked when it wakes.
 * @returns ends the watch
 */
export function watchIdle(seconds: number, then: () => void, watched: Watched): () => void {
  let last = Date.now();
  let timer: ReturnType<typeof setTimeout>;
  const look = (): void => {
    const left = last + seconds * 1000 - Date.now();
    if (left <= 0) return then();
    timer = setTimeout(look, left);
  };
  const touched = (): void => {
    last = Date.now();
  };
  const woke = (): void => {
    clearTimeout(timer);
    look();
  };
  look();
  for (const name of TOUCHES)
    watched.window.addEventListener(name, touched, { capture: true, passive: true });
  watched.document.addEventListener('visibilitychange', woke);
  return () => {
    clearTimeout(timer);
    for (const name of TOUCHES) watched.window.removeEventListener(name, touched, { capture: true });
    watched.document.removeEventListener('visibilitychange', woke);
  };
}
