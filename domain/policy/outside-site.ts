/** What can be wrong with a site of the operator that is served elsewhere. */
export const OUTSIDE_FAULTS = [
  /** it did not answer, or not with a page */
  'away',
  /** no link to the privacy policy */
  'policy_missing',
  /** a link to a numbered version that no longer counts */
  'policy_old',
  /** no way back to the cookie settings */
  'settings_missing',
  /** a cookie on the first visit that is not one of the essential ones */
  'cookie',
  /** a script, picture or frame of somebody else */
  'third_party',
] as const;
type OutsideCode = (typeof OUTSIDE_FAULTS)[number];

export interface OutsideFault {
  readonly code: OutsideCode;
  /** which cookie, host, link or answer */
  readonly found: string;
}

/** A first visit: what came, and what it brought along. */
export interface FirstVisit {
  readonly status: number;
  readonly html: string;
  /** names of the cookies that the answer sets */
  readonly cookies: readonly string[];
}

export interface Expected {
  /** of the site that was looked at */
  readonly address: string;
  /** where the policies are published, without a slash at the end */
  readonly publicUrl: string;
  /** number of the privacy policy's version that counts now */
  readonly version: number;
  readonly essential: readonly string[];
}

const LINKS = /<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const FETCHED =
  /<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const SHEETS =
  /<link\b(?=[^>]*\brel\s*=\s*["']?(?:stylesheet|preload|preconnect|icon))[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

const found = (html: string, what: RegExp): string[] =>
  [...html.matchAll(what)].map(([, a, b]) => (a ?? b ?? '').replaceAll('&amp;', '&'));

/**
 * Judges a first visit to a site of the operator that is served elsewhere: the same current policy in its footer, a way to
 * the cookie settings, no cookie but essential ones, and nothing of anybody else.
 *
 * @returns one fault for each thing; none when all is well
 * @see clauses P-1.1, P-1.4
 */
export function judgeOutside(
  { status, html, cookies }: FirstVisit,
  { address, publicUrl, version, essential }: Expected,
): OutsideFault[] {
  if (status !== 200) return [{ code: 'away', found: String(status) }];
  const faults: OutsideFault[] = [];
  const add = (code: OutsideCode, what: string): void => {
    if (!faults.some((one) => one.code === code && one.found === what)) faults.push({ code, found: what });
  };
  const links = found(html, LINKS);
  const policy = new RegExp(`^${escaped(`${publicUrl}/policy/privacy`)}(?:/(\\d+))?(?:[?#].*)?$`);
  const policies = links.flatMap((link) => policy.exec(link) ?? []).length;
  if (policies === 0) add('policy_missing', `${publicUrl}/policy/privacy`);
  for (const link of links) {
    const number = policy.exec(link)?.[1];
    if (number !== undefined && Number(number) !== version) add('policy_old', link);
  }
  if (!links.some((link) => link === `${publicUrl}/cookies` || link.startsWith(`${publicUrl}/cookies?`)))
    add('settings_missing', `${publicUrl}/cookies`);
  for (const cookie of cookies) if (!essential.includes(cookie)) add('cookie', cookie);
  const own = [address, publicUrl].map((one) => new URL(one).host);
  for (const source of [...found(html, FETCHED), ...found(html, SHEETS)]) {
    if (source.startsWith('data:') || !URL.canParse(source, address)) continue;
    const { host, protocol } = new URL(source, address);
    if (/^https?:$/.test(protocol) && !own.includes(host)) add('third_party', host);
  }
  return faults;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
