import { maskCardNumbers } from '#domain/kernel/masking.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse } from '#domain/kernel/result.ts';
import { findContact } from '#modules/accounts/api.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { PageContent } from '#platform/pages/layout.ts';
import type { PageForm, PublicPage } from '#platform/pages/serve.ts';
import { asLocale } from '#platform/words/words.ts';
import { allOrNothing } from '#platform/postgres/all-or-nothing.ts';
import { person, wish, type Person, type Wish } from './form.ts';
import { linkFrom, linkedPath, pathOf, type Link } from './links.ts';
import { listOffers, type Offer } from './offers.ts';
import { acceptPolicies, askOrder } from './orders.ts';
import { showChoices, showForm, type Typed } from './order-form.ts';
import {
  isFull,
  linkOf,
  sellerOf,
  teller,
  told,
  whyOf,
  type PostRequest,
  type Request,
  type Seller,
  type Word,
} from './page.ts';
import { placeOrder, type Policies } from './place-order.ts';

/** Orders per network address in a quarter of an hour. */
const ORDERS_MAX = 10;
const FIELDS = ['name', 'email', 'company', 'street', 'postcode', 'city', 'country', 'vatNumber'] as const;

/**
 * Where a visitor orders: plans, then one plain form with prices, limits and refund terms beside what they are for. What
 * comes in is searched for card numbers first. Nothing is invoiced before the sender has confirmed by mail.
 * @see clauses C-7b, P-2.1b
 */
const visitorsPage: PublicPage<AppContext> = {
  path: '/order',
  answer: (request) => show(request, null, { ...EMPTY, plan: planOf(request) }, []),
  post: (request) => take(request, null),
};

/** The same for somebody who opened their services by mail: who orders is known, and the order is placed at once. */
const contactsPage: PublicPage<AppContext> = {
  path: `${linkedPath('services')}/order`,
  async answer(request) {
    const link = await linkOf(request, 'services');
    if (!link || link === 'over') return null;
    return show(request, link, { ...EMPTY, plan: planOf(request) }, []);
  },
  async post(request) {
    const link = await linkOf(request, 'services');
    return link && link !== 'over' ? take(request, link) : null;
  },
};

export const orderPages: readonly PublicPage<AppContext>[] = [visitorsPage, contactsPage];

const EMPTY: Typed = {
  ...{ plan: '', slug: '', title: '', addons: [], works: [] },
  ...{ name: '', email: '', company: '', street: '', postcode: '', city: '', country: '', vatNumber: '' },
};

/** `?plan=TEAM-12` from the prices. */
const planOf = ({ query }: Request): string => (typeof query['plan'] === 'string' ? query['plan'] : '');

async function offersOn(request: Request, seller: Seller): Promise<Offer[]> {
  const offers = await request.context.db.inTenant(seller.tenantId, listOffers);
  return offers.filter(
    ({ plan, public: open }) =>
      open && plan.onSale && plan.prices.some(({ currency }) => currency === seller.currency),
  );
}

async function show(
  request: Request,
  link: Link | null,
  typed: Typed,
  faults: readonly Word[],
  more: { readonly status?: number; readonly why?: string } = {},
): Promise<PageContent | null> {
  const seller = await sellerOf(request);
  if (!seller) return null;
  const offers = await offersOn(request, seller);
  const offer = offers.find(({ plan }) => plan.code === typed.plan);
  const way = { request, seller, path: link ? `${pathOf(link)}/order` : '/order', known: link !== null };
  return offer ? showForm(way, offer, typed, faults, more) : showChoices(way, offers, faults, more.status);
}

async function take(
  request: PostRequest,
  link: Link | null,
): Promise<PageContent | { redirect: string } | null> {
  const seller = await sellerOf(request);
  if (!seller) return null;
  const t = teller(request);
  const { typed, masked } = readTyped(request.form);
  if (await isFull(request, 'hosting-order', ORDERS_MAX))
    return show(request, link, typed, ['order.braked'], { status: 429 });
  const { faults, ordered, who } = read(request.form, typed, seller.policies, link !== null);
  if (faults.length > 0 || !ordered) return show(request, link, typed, faults, { status: 422 });
  const { context, language } = request;
  const offers = await offersOn(request, seller);
  if (!offers.some(({ plan }) => plan.code === ordered.plan))
    return show(request, link, typed, ['order.wrong.plan'], { status: 422 });
  const caller = systemCaller(await context.tenantFacts(seller.tenantId), context.clock, 'visitor');
  if (link) {
    const placed = await allOrNothing(context.db, seller.tenantId, async (tx) => {
      const found = await findContact(tx, link.id);
      if (!found?.contact.owner) return refuse({ code: 'hosting_owner_missing' });
      const { contact, customerId } = found;
      const { policies } = seller;
      const who = { id: contact.id as Id, name: contact.name };
      const accepted = await acceptPolicies(tx, caller, who, policies);
      if (!accepted.ok) return accepted;
      return placeOrder(tx, caller, {
        ...{ source: 'contact', wish: ordered, customerId, contact, act: 'ticked', policies, makeNow: false },
      });
    });
    if (placed.ok) return { redirect: `${pathOf(link)}?lang=${language}` };
    return show(request, link, typed, ['order.wrong.other'], {
      status: 422,
      why: whyOf(request, placed.refusal),
    });
  }
  if (!who) return null;
  const asked = await allOrNothing(context.db, seller.tenantId, (tx) =>
    askOrder(tx, caller, {
      ...{ wish: ordered, person: who, policies: seller.policies, policyHash: seller.privacyHash },
      ...{ locale: language, publicUrl: context.publicUrl },
    }),
  );
  if (!asked.ok)
    return show(request, link, typed, ['order.wrong.other'], {
      status: 422,
      why: whyOf(request, asked.refusal),
    });
  const { email } = who;
  const sentence = t('order.asked.text', { email });
  return told(t('order.asked'), seller.name, masked ? `${sentence} ${t('order.masked')}` : sentence);
}

function readTyped(form: PageForm): { typed: Typed; masked: boolean } {
  let masked = false;
  const one = (name: string): string => {
    const found = maskCardNumbers(form.get(name)?.[0] ?? '');
    masked ||= found.masked > 0;
    return found.text;
  };
  const said = Object.fromEntries(FIELDS.map((name) => [name, one(name)])) as Record<
    (typeof FIELDS)[number],
    string
  >;
  const typed = {
    ...said,
    ...{ plan: one('plan'), slug: one('slug'), title: one('title') },
    ...{ addons: [...(form.get('addons') ?? [])], works: [...(form.get('works') ?? [])] },
  };
  return { typed, masked };
}

interface Read {
  readonly faults: Word[];
  readonly ordered: Wish | null;
  readonly who: Person | null;
}

/** What was typed, held to its rules; one sentence for each fault. */
function read(form: PageForm, typed: Typed, inForce: Policies, known: boolean): Read {
  const { plan, slug, title, addons, works, ...said } = typed;
  const ordered = wish.safeParse({ plan, slug, title, addons, works });
  const who = known ? null : person.safeParse(said);
  const issues = [...(ordered.error?.issues ?? []), ...(who?.error?.issues ?? [])];
  const faults: Word[] = issues.map(({ path }) => FAULTS[String(path[0])] ?? 'order.wrong.plan');
  if (form.get('terms')?.[0] !== 'yes') faults.push('order.wrong.terms');
  if (form.get('policies')?.[0] !== 'yes') faults.push('order.wrong.policies');
  const shown = [form.get('privacy')?.[0], form.get('cancellation')?.[0]];
  if (shown[0] !== String(inForce.privacy) || shown[1] !== String(inForce.cancellation))
    faults.push('order.wrong.changed');
  return { faults: [...new Set(faults)], ordered: ordered.data ?? null, who: who?.data ?? null };
}

const FAULTS: Readonly<Record<string, Word>> = {
  slug: 'order.wrong.slug',
  title: 'order.wrong.title',
  addons: 'order.wrong.extra',
  works: 'order.wrong.extra',
  name: 'order.wrong.name',
  email: 'order.wrong.email',
  company: 'order.wrong.company',
  street: 'order.wrong.street',
  postcode: 'order.wrong.postcode',
  city: 'order.wrong.city',
  country: 'order.wrong.country',
  vatNumber: 'order.wrong.vatNumber',
};

/** Where a contact sees their services after an order. */
export function servicesPath(tenantId: Id, contactId: Id, today: Link['until'], language: string): string {
  return `${pathOf(linkFrom('services', tenantId, contactId, today))}?lang=${asLocale(language)}`;
}
