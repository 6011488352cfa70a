import type { ParameterValues } from '#domain/policy/parameters.ts';
import { loadInstallation, valuesInForce } from '#modules/policy/api.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { FooterLink } from '#platform/pages/layout.ts';
import type { PageRequest } from '#platform/pages/serve.ts';
import { say, type WordValues } from '#platform/words/words.ts';
import { siteWords } from './words.ts';

export type SiteRequest = PageRequest<AppContext>;
export type SiteWord = keyof typeof siteWords.en & string;

/** A sentence of the site in the reader's language. */
export const teller =
  ({ language }: Pick<SiteRequest, 'language'>) =>
  (key: SiteWord, values?: WordValues): string =>
    say(siteWords, language, key, values);
export type Tell = ReturnType<typeof teller>;

/** Who speaks: the operator's settings, and its tenant once there is one. */
export interface Operator {
  readonly values: ParameterValues;
  readonly tenantId: Id | null;
}

export async function operatorOf({ context: { db, clock } }: SiteRequest): Promise<Operator> {
  const now = clock.now();
  const [values, installation] = await Promise.all([valuesInForce(db, now), loadInstallation(db, now)]);
  return { values, tenantId: installation?.operatorTenantId ?? null };
}

/** A link of the footer with its words from the catalogue. */
export const footerLink = (href: string, key: SiteWord): FooterLink => ({
  href,
  label: { en: say(siteWords, 'en', key), de: say(siteWords, 'de', key) },
});
