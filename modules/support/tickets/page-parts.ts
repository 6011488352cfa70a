import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { countTry, isBraked } from '#modules/accounts/api.ts';
import { isOperator, recordConsent, versionInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PageForm, PageRequest } from '#platform/pages/serve.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { say, type WordValues } from '#platform/words/words.ts';
import { TICKET_FORM } from './forms.ts';
import { ticketPageWords } from './page-words.ts';

export type TicketPageRequest = PageRequest<AppContext>;
export type TicketPageWord = keyof typeof ticketPageWords.en & string;
export type Tell = (key: TicketPageWord, values?: WordValues) => string;

/** A sentence of these pages in the reader's language. */
export const teller =
  ({ language }: TicketPageRequest): Tell =>
  (key, values) =>
    say(ticketPageWords, language, key, values);

/** Messages per network address in a quarter of an hour. */
const MESSAGES_MAX = 20;

/** Counts one more message from this network. @returns true when there were too many */
export async function brake({ context, ip }: TicketPageRequest): Promise<boolean> {
  const now = context.clock.now();
  const brakes = [{ key: `ticket-ip:${ip}`, max: MESSAGES_MAX }];
  if (await isBraked(context.db, now, brakes)) return true;
  await countTry(context.db, now, brakes);
  return false;
}

/** One field as it was typed, trimmed, without card numbers. */
export function typedIn(form: PageForm, name: string, max: number): { text: string; masked: boolean } {
  const { text, masked } = maskCardNumbers((form.get(name)?.[0] ?? '').replace(/\r\n?/g, '\n').trim());
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
  return { text: plain.slice(0, max), masked: masked > 0 };
}

/** What must be agreed to: at the operator's the policy in force; a factory asks its customers by its own contract. */
export interface Asked {
  readonly version: number;
  readonly hash: string;
}

export async function consentAsked(context: AppContext, tenantId: Id, now: Instant): Promise<Asked | null> {
  if (!(await isOperator(context.db, tenantId))) return null;
  const version = await versionInForce(context.db, 'privacy', now);
  return version ? { version: version.number, hash: version.hash } : null;
}

/** Whether the box beside the version in force was ticked. */
export const agreed = (form: PageForm, asked: Asked | null): boolean =>
  asked === null ||
  (form.get('consent')?.[0] === 'yes' && form.get('policyVersion')?.[0] === String(asked.version));

export async function keepConsent(tx: Tx, caller: Caller, asked: Asked | null): Promise<Id | null> {
  if (!asked) return null;
  return recordConsent(tx, caller, {
    form: TICKET_FORM.id,
    formVersion: TICKET_FORM.version,
    purpose: TICKET_FORM.purpose,
    policyVersion: asked.version,
    policyHash: asked.hash,
    act: 'ticked',
    givenBy: null,
    givenOn: null,
  });
}

/** The unticked box with its policy. */
export function consentBox(request: TicketPageRequest, operator: string, asked: Asked | null): Html {
  const t = teller(request);
  if (!asked) return html``;
  return html`<input type="hidden" name="policyVersion" value="${asked.version}" />
    <p class="pg-tick">
      <input type="checkbox" name="consent" value="yes" id="consent" required />
      <label for="consent">${t('consent', { operator, version: asked.version })}</label>
      <a href="${inLanguage('/policy/privacy', request.language)}">${t('policy')}</a>
    </p>`;
}

/** What has to be mended before something can be sent. */
export function faultList(t: Tell, faults: readonly TicketPageWord[]): Html {
  if (faults.length === 0) return html``;
  return html`<div role="alert">
    <p><strong>${t('wrong')}</strong></p>
    <ul>
      ${faults.map((fault) => html`<li>${t(fault)}</li>`)}
    </ul>
  </div>`;
}
