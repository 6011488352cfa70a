import type { Page } from 'playwright-core';
import type { Words } from '#platform/words/words.ts';

/**
 * Walks through the page by Tab alone. Everything that acts must be reached once, be visible while it has the focus (no
 * bar above it, SC 2.4.11) and look different from an element without focus.
 * @returns what Tab never reached, and what was reached but nothing shows it
 */
export async function walkByTab(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
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
    (window as unknown as { wanted: HTMLElement[] }).wanted = wanted;
    // Tab goes on from where the focus was last: from the top of the page.
    const top = document.createElement('span');
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    window.scrollTo(0, 0);
    return wanted.length;
  });
  const unseen: string[] = [];
  // A few more than there are: a date field has several stops.
  for (let press = 0; press < count * 2 + 12; press++) {
    await page.keyboard.press('Tab');
    const told = await page.evaluate(async () => {
      const state = window as unknown as { wanted: HTMLElement[]; reached?: Set<Element> };
      state.reached ??= new Set();
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return { end: true, fault: null };
      const again = state.reached.has(element);
      state.reached.add(element);
      if (element instanceof HTMLInputElement && element.type === 'radio')
        for (const one of state.wanted)
          if (one instanceof HTMLInputElement && one.name === element.name) state.reached.add(one);
      const left = state.wanted.filter((one) => !state.reached!.has(one)).length;
      if (again) return { end: left === 0, fault: null };
      const name = `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}`;
      // The ring may stand on the element or on the box around a field.
      const ringed = [element, element.parentElement, element.closest('.tn-input, label, td, li, tr')].some(
        (one) => {
          if (!one) return false;
          const style = getComputedStyle(one);
          return (
            (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) ||
            style.boxShadow !== 'none'
          );
        },
      );
      if (!ringed) return { end: false, fault: `focus is not shown: ${name}` };
      const seen = (): boolean => {
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
      // What the focus changes stands a few frames later.
      for (let frame = 0; frame < 10 && !seen(); frame++)
        await new Promise((drawn) => requestAnimationFrame(drawn));
      return { end: false, fault: seen() ? null : `focus is covered or off the screen: ${name}` };
    });
    if (told.fault) unseen.push(told.fault);
    if (told.end) break;
  }
  const missed = await page.evaluate(() => {
    const state = window as unknown as { wanted: HTMLElement[]; reached?: Set<Element> };
    const reached = state.reached ?? new Set();
    const names = state.wanted
      .filter((element) => element.isConnected && !reached.has(element))
      .map((element) => `not reached by Tab: ${element.outerHTML.slice(0, 140)}`);
    delete state.reached;
    return names;
  });
  return [...missed, ...unseen];
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
