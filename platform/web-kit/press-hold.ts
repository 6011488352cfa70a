/** A finger that rests does not stop the screen for longer than this. */
const HOLD_MS_MAX = 2_000;
/** A touch becomes a click a moment after the finger has left. */
const CLICK_MS = 80;

/** What is listened to, the window of a page. */
export interface PressTarget {
  addEventListener(name: string, listener: () => void, capture: boolean): void;
  removeEventListener(name: string, listener: () => void, capture: boolean): void;
}

interface PressHold {
  /** runs `draw` soon, or after the press that is under way */
  readonly soon: (draw: () => void) => void;
  readonly stop: () => void;
}

/**
 * Keeps new answers from the screen while something is being pressed. A live update that sorts a list or puts a row above
 * it between the press and the release moves another thing under the pointer: the browser then finds two targets and
 * makes a click of neither, so that the press leads nowhere, or worse, to the neighbour.
 *
 * What comes meanwhile is drawn after the click, in its order, at the latest two seconds after the press began.
 */
export function holdWhilePressed(target: PressTarget): PressHold {
  let pressed = false;
  let held: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const release = (): void => {
    clearTimeout(timer);
    pressed = false;
    const draws = held;
    held = [];
    for (const draw of draws) draw();
  };
  const releaseIn = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(release, ms);
  };
  const down = (): void => {
    pressed = true;
    releaseIn(HOLD_MS_MAX);
  };
  const up = (): void => {
    if (pressed) releaseIn(CLICK_MS);
  };
  // The click's own listeners come first: what they start is drawn before what was held back.
  const clicked = (): void => {
    if (pressed) releaseIn(0);
  };
  const listeners: readonly (readonly [string, () => void])[] = [
    ['pointerdown', down],
    ['pointerup', up],
    ['pointercancel', up],
    ['dragend', up],
    ['blur', up],
    ['click', clicked],
  ];
  for (const [name, listener] of listeners) target.addEventListener(name, listener, true);
  return {
    soon: (draw) => {
      setTimeout(() => {
        if (pressed) held.push(draw);
        else draw();
      }, 0);
    },
    stop: () => {
      for (const [name, listener] of listeners) target.removeEventListener(name, listener, true);
      release();
    },
  };
}
