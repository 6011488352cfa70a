/** What a mail's link leads to: `/link/reset#token`. What stands behind `#` never leaves the browser by itself. */
export interface MailLink {
  readonly kind: string;
  readonly token: string;
}

/** The link this page was opened by; null for every other page. */
export function mailLink(): MailLink | null {
  const match = /^\/link\/([\w-]+)$/.exec(location.pathname);
  return match ? { kind: match[1]!, token: location.hash.slice(1) } : null;
}
