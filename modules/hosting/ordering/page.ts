import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import { countTry, isBraked, type Braked } from '#modules/accounts/api.ts';
import { loadInstallation, valuesInForce, versionInForce } from '#modules/policy/api.ts';
import { problemOf } from '#platform/http/problems.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import type { PageContent } from '#platform/pages/layout.ts';
import type { PageForm, PageRequest } from '#platform/pages/serve.ts';
import { createFormat, type Format } from '#platform/web-kit/format.ts';
import { say, type WordValues } from '#platform/words/words.ts';
import { readLink, type Link, type LinkedPage } from './links.ts';
import { orderPageWords } from './page-words.ts';
import type { Policies } from './place-order.ts';

export type Request = PageRequest<AppContext>;
export type PostRequest = Request & { readonly form: PageForm };
export type Word = keyof typeof orderPageWords.en & string;

export const teller =
  ({ language }: Pick<Request, 'language'>) =>
  (key: Word, values?: WordValues): string =>
    say(orderPageWords, language, key, values);
export type Tell = ReturnType<typeof teller>;

/** The operator, as these pages need it: who sells, and the versions that are accepted with an order. */
export interface Seller {
  readonly tenantId: Id;
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly policies: Policies;
  readonly privacyHash: string;
  readonly format: Format;
}

/** Null on an installation that has no operator, or no policy yet: nothing can be sold there. */
export async function sellerOf({ context, language }: Request): Promise<Seller | null> {
  const { db, clock } = context;
  const now = clock.now();
  const [installation, values, privacy, cancellation] = await Promise.all([
    loadInstallation(db, now),
    valuesInForce(db, now),
    versionInForce(db, 'privacy', now),
    versionInForce(db, 'cancellation', now),
  ]);
  if (!installation || !privacy || !cancellation) return null;
  const tenantId = installation.operatorTenantId;
  const { currency, zone } = await context.tenantFacts(tenantId);
  return {
    ...{ tenantId, currency, zone, name: values['operator.name'], privacyHash: privacy.hash },
    policies: { privacy: privacy.number, cancellation: cancellation.number },
    format: createFormat({ locale: language, zone, currency }),
  };
}

/** Wrong links and forms per network address in a quarter of an hour. */
const brake = (door: string, ip: string, max: number): Braked[] => [{ key: `${door}:${ip}`, max }];

/** Whether this network address has had its tries at a form; counts this one when it has not. */
export async function isFull({ context, ip }: Request, door: string, max: number): Promise<boolean> {
  const now = context.clock.now();
  const brakes = brake(door, ip, max);
  if (await isBraked(context.db, now, brakes)) return true;
  await countTry(context.db, now, brakes);
  return false;
}

const WRONG_LINKS_MAX = 30;

/** The link that opened a page: itself, `over` after its last day, or null for one that was not made here. */
export async function linkOf(request: Request, page: LinkedPage): Promise<Link | 'over' | null> {
  const { context, ip, params } = request;
  const now = context.clock.now();
  const brakes = brake('hosting-link', ip, WRONG_LINKS_MAX);
  if (await isBraked(context.db, now, brakes)) return null;
  const link = readLink(page, params);
  if (!link) {
    await countTry(context.db, now, brakes);
    return null;
  }
  const { zone } = await context.tenantFacts(link.tenantId);
  return dayIn(zone, now) > link.until ? 'over' : link;
}

/** Why something was refused, and what to do, in the reader's language. */
export function whyOf({ language }: Pick<Request, 'language'>, refusal: Refusal): string {
  const { title, remedy = '', errors = [] } = problemOf(refusal, language);
  return [title, remedy, ...errors.map((one) => one.title)]
    .filter((text, at, all) => text && all.indexOf(text) === at)
    .join(' ');
}

/** A page that says one thing. */
export function told(title: string, brand: string, sentence: string, status = 200, more?: Html): PageContent {
  return {
    ...{ title, brand, status },
    body: html`<h1>${title}</h1>
      <p role="status">${sentence}</p>
      ${more}`,
  };
}
