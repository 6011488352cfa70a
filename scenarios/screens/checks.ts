import type { Page } from 'playwright-core';
import type { Words } from '#platform/words/words.ts';

/** So many times Tab is pressed before the page is asked how far it is. */
const TABS_AT_ONCE = 24;

/** What a walk knows of the page it goes through; lies in the page. */
interface Walk {
  readonly wanted: HTMLElement[];
  readonly reached: Set<Element>;
  /** stood where nobody sees it at the moment it was reached */
  readonly hidden: Set<HTMLElement>;
  readonly faults: string[];
  ended: boolean;
}

/**
 * Walks through the page by Tab alone. Everything that acts must be reached once, be visible while it has the focus (no
 * bar above it, SC 2.4.11) and look different from an element without focus.
 * @returns what Tab never reached, and what was reached but nothing shows it
 */
export async function walkByTab(page: Page): Promise<string[]> {
  const count = await page.evaluate(beginWalk);
  const keyboard = await page.context().newCDPSession(page);
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  // A few more than there are: a date field has several stops.
  for (
    let pressed = 0, ended = false;
    !ended && pressed < count * 2 + TABS_AT_ONCE;
    pressed += TABS_AT_ONCE
  ) {
    // Sent all at once: the page looks at where the focus is by itself, after each.
    await Promise.all(
      Array.from({ length: TABS_AT_ONCE }, () => [
        keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tab }),
        keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tab }),
      ]).flat(),
    );
    ended = await page.evaluate(() => (window as unknown as { walk: Walk }).walk.ended);
  }
  await keyboard.detach();
  return page.evaluate(endWalk);
}

/** Puts the focus at the top and listens to where Tab leads. @returns how many elements act */
function beginWalk(): number {
  const acting = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const shown = (element: HTMLElement): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const all = [...document.querySelectorAll<HTMLElement>(acting)].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled, [inert] *') && shown(element),
  );
  // Of a group of radio buttons Tab reaches one.
  const groups = new Set<string>();
  const wanted = all.filter((element) => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const first = !groups.has(element.name);
    groups.add(element.name);
    return first;
  });
  const walk: Walk = { wanted, reached: new Set(), hidden: new Set(), faults: [], ended: false };
  const seen = (element: HTMLElement): boolean => {
    const box = element.getBoundingClientRect();
    return [0.1, 0.5, 0.9].some((x) =>
      [0.1, 0.5, 0.9].some((y) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return (
          top !== null &&
          (element.contains(top) || top.contains(element) || top.closest('label')?.contains(element))
        );
      }),
    );
  };
  const arrive = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab' || walk.ended) return;
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return void (walk.ended = true);
    if (walk.reached.has(element)) return void (walk.ended = wanted.every((one) => walk.reached.has(one)));
    walk.reached.add(element);
    if (element instanceof HTMLInputElement && element.type === 'radio')
      for (const one of wanted)
        if (one instanceof HTMLInputElement && one.name === element.name) walk.reached.add(one);
    // The ring may stand on the element or on the box around a field.
    const ringed = [element, element.parentElement, element.closest('.tn-input, label, td, li, tr')].some(
      (one) => {
        if (!one) return false;
        const style = getComputedStyle(one);
        return (
          (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none'
        );
      },
    );
    const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
    if (!ringed) walk.faults.push(`focus is not shown: ${element.tagName.toLowerCase()} ${name}`);
    if (!seen(element)) walk.hidden.add(element);
  };
  document.addEventListener('keyup', arrive, true);
  Object.assign(window, {
    walk,
    walkSees: seen,
    walkIsOver: () => document.removeEventListener('keyup', arrive, true),
  });
  // Tab goes on from where the focus was last: from the top of the page.
  const top = document.createElement('span');
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
  window.scrollTo(0, 0);
  return wanted.length;
}

/** Looks once more, with time, at what was not to be seen at its moment. @returns the faults of the whole walk */
async function endWalk(): Promise<string[]> {
  const { walk, walkSees, walkIsOver } = window as unknown as {
    walk: Walk;
    walkSees(element: HTMLElement): boolean;
    walkIsOver(): void;
  };
  walkIsOver();
  for (const element of walk.hidden) {
    if (!element.isConnected) continue;
    element.focus();
    // What the focus changes stands a few frames later.
    for (let frame = 0; frame < 10 && !walkSees(element); frame++)
      await new Promise((drawn) => requestAnimationFrame(drawn));
    const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
    if (!walkSees(element))
      walk.faults.push(`focus is covered or off the screen: ${element.tagName.toLowerCase()} ${name}`);
  }
  const missed = walk.wanted
    .filter((element) => element.isConnected && !walk.reached.has(element))
    .map((element) => `not reached by Tab: ${element.outerHTML.slice(0, 140)}`);
  return [...missed, ...walk.faults];
}

/** Text that is cut off by its box, and text that is no sentence: a bare key, a hole, `NaN`. */
export async function faultyText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (!text || !element || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (
        /^[a-z]+(\.[a-zA-Z0-9_]+)+$/.test(text) ||
        /\bundefined\b|\bNaN\b|\[object|Invalid Date|\{[a-z]+\}/.test(text)
      )
        faults.push(`no sentence: ${text.slice(0, 80)}`);
      if (element.closest('.tn-hidden, svg, option, [aria-hidden="true"]')) continue;
      // Only for those who hear the page, or told in full by the element's name.
      const named = element.closest('[title], [aria-label]:not(table, nav, section, ul, ol, dialog)');
      if (`${named?.getAttribute('title')} ${named?.getAttribute('aria-label')}`.includes(text)) continue;
      for (let box: HTMLElement | null = element; box && box !== document.body; box = box.parentElement) {
        if (box.clientWidth <= 1) break;
        const style = getComputedStyle(box);
        const cuts = (way: string): boolean => way === 'hidden' || way === 'clip';
        if (
          (cuts(style.overflowX) && box.scrollWidth > box.clientWidth + 1) ||
          (cuts(style.overflowY) && box.scrollHeight > box.clientHeight + 1)
        ) {
          const range = document.createRange();
          range.selectNodeContents(node);
          const own = range.getBoundingClientRect();
          const outer = box.getBoundingClientRect();
          if (own.right > outer.right + 1 || own.bottom > outer.bottom + 1 || own.left < outer.left - 1)
            faults.push(`cut off: ${text.slice(0, 80)}`);
          break;
        }
      }
    }
    return [...new Set(faults)];
  });
}

/** Sentences on a German page that stand in the English catalogue alone and are not data. */
export async function wordsLeftInEnglish(
  page: Page,
  catalogues: readonly Words[],
  data: readonly string[],
): Promise<string[]> {
  const german = new Set(catalogues.flatMap((words) => Object.values(words.de)));
  const english = [
    ...new Set(
      catalogues
        .flatMap((words) => Object.entries(words.en))
        .filter(
          ([, text]) => text.length > 3 && !text.includes('{') && !german.has(text) && !data.includes(text),
        )
        .map(([, text]) => text),
    ),
  ];
  return page.evaluate((list) => {
    const known = new Set(list);
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      if (known.has(text)) found.add(text);
    }
    return [...found];
  }, english);
}
