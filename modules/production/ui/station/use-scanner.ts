import { useEffect, useRef } from 'react';

/** A wedge types far faster than a person; a longer pause begins a new code. */
const PAUSE_MS = 80;

/** Hears a barcode scanner that types like a keyboard: characters in a row, then Enter, while no field has the focus. */
export function useScanner(onCode: (code: string) => void): void {
  const latest = useRef(onCode);
  latest.current = onCode;
  useEffect(() => {
    let text = '';
    let last = 0;
    const heard = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      if (event.timeStamp - last > PAUSE_MS) text = '';
      last = event.timeStamp;
      if (event.key === 'Enter' && text.length > 2) {
        // The code is the scanner's, not a press of the button that happens to have the focus.
        event.preventDefault();
        latest.current(text);
        text = '';
      } else if (event.key.length === 1) text += event.key;
    };
    window.addEventListener('keydown', heard, { capture: true });
    return () => window.removeEventListener('keydown', heard, { capture: true });
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null
  );
}
