import * as z from 'zod';
import type { VatNumber } from '#domain/money/vat-number.ts';
import { EgressFailed, EgressRefused, type Egress } from '#platform/egress/egress.ts';

/** The EU's VAT number service, as the Commission publishes it: JSON first, SOAP where that does not answer. */
export const VIES = {
  rest: 'https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number',
  soap: 'https://ec.europa.eu/taxation_customs/vies/services/checkVatService',
} as const;

export interface ViesDoors {
  readonly rest: string;
  readonly soap: string;
  /** authority of a test's own certificate */
  readonly ca?: string;
}

/** What the service said. `unchecked`: it said nothing about the number, and `why` it did not. */
export type ViesAnswer =
  | {
      readonly outcome: 'valid' | 'invalid';
      readonly name: string;
      readonly address: string;
      readonly door: 'rest' | 'soap';
    }
  | { readonly outcome: 'unchecked'; readonly why: string };

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 64 * 1024;
/** Errors about the number itself; every other error is about the service or a country's register. */
const ABOUT_THE_NUMBER = 'INVALID_INPUT';
/** Asked again through the other door these would say the same. */
const FINAL = new Set([ABOUT_THE_NUMBER, 'VAT_BLOCKED', 'IP_BLOCKED', 'INVALID_REQUESTER_INFO']);

const said = z.object({ valid: z.boolean(), name: z.string().nullish(), address: z.string().nullish() });
const failed = z.object({ errorWrappers: z.array(z.object({ error: z.string() })).min(1) });

/** Countries that tell nothing write three dashes. */
const told = (text: string | null | undefined): string =>
  text && text.trim() !== '---' ? text.trim().slice(0, 500) : '';

/**
 * Asks whether a VAT number is valid. A register that is away, a limit, a timeout, an answer that cannot be read: all of
 * them are *unchecked* and never *invalid*; only the service saying so makes a number invalid.
 */
export async function askVies(
  egress: Pick<Egress, 'fetch'>,
  tenantId: string,
  vat: VatNumber,
  doors: ViesDoors = VIES,
): Promise<ViesAnswer> {
  const first = await attempt(() => askByRest(egress, tenantId, vat, doors));
  if (first.outcome !== 'unchecked' || FINAL.has(first.why)) return first;
  const second = await attempt(() => askBySoap(egress, tenantId, vat, doors));
  return second.outcome !== 'unchecked' || FINAL.has(second.why) ? second : first;
}

async function attempt(ask: () => Promise<ViesAnswer>): Promise<ViesAnswer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EgressRefused) return { outcome: 'unchecked', why: 'not_registered' };
    if (error instanceof EgressFailed) return { outcome: 'unchecked', why: 'no_answer' };
    throw error;
  }
}

function fetchBy(
  egress: Pick<Egress, 'fetch'>,
  tenantId: string,
  url: string,
  type: string,
  body: string,
  ca?: string,
) {
  return egress.fetch(url, {
    purpose: 'accounts.vat-number',
    recipient: { kind: 'processor', id: 'eu-vat-number' },
    categories: ['company'],
    tenantId,
    method: 'POST',
    headers: { 'content-type': type, accept: type },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: ANSWER_BYTES_MAX,
    ...(ca === undefined ? {} : { ca }),
  });
}

async function askByRest(
  egress: Pick<Egress, 'fetch'>,
  tenantId: string,
  { country, number }: VatNumber,
  { rest, ca }: ViesDoors,
): Promise<ViesAnswer> {
  const body = JSON.stringify({ countryCode: country, vatNumber: number });
  const response = await fetchBy(egress, tenantId, rest, 'application/json', body, ca);
  const answer = parsed(await response.text());
  const wrong = failed.safeParse(answer);
  if (wrong.success) return ofError(wrong.data.errorWrappers[0]!.error);
  const right = said.safeParse(answer);
  if (!response.ok || !right.success) return { outcome: 'unchecked', why: `http_${response.status}` };
  const { valid, name, address } = right.data;
  return { outcome: valid ? 'valid' : 'invalid', name: told(name), address: told(address), door: 'rest' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A page of a proxy in between is no answer of the service.
    return null;
  }
}

function ofError(error: string): ViesAnswer {
  const why = /^[A-Z_]{3,60}$/.test(error) ? error : 'unknown_error';
  return why === ABOUT_THE_NUMBER
    ? { outcome: 'invalid', name: '', address: '', door: 'rest' }
    : { outcome: 'unchecked', why };
}

async function askBySoap(
  egress: Pick<Egress, 'fetch'>,
  tenantId: string,
  { country, number }: VatNumber,
  { soap, ca }: ViesDoors,
): Promise<ViesAnswer> {
  // Both are letters, digits, + and * only (readVatNumber), so nothing in them needs escaping.
  const body =
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:ec.europa.eu:taxud:vies:services:checkVat:types">' +
    `<soapenv:Body><urn:checkVat><urn:countryCode>${country}</urn:countryCode><urn:vatNumber>${number}</urn:vatNumber></urn:checkVat></soapenv:Body></soapenv:Envelope>`;
  const response = await fetchBy(egress, tenantId, soap, 'text/xml', body, ca);
  const text = await response.text();
  const fault = element(text, 'faultstring');
  if (fault !== null)
    return {
      ...ofError(fault.trim()),
      ...(fault.trim() === ABOUT_THE_NUMBER ? { door: 'soap' } : {}),
    } as ViesAnswer;
  const valid = element(text, 'valid')?.trim();
  if (!response.ok || (valid !== 'true' && valid !== 'false'))
    return { outcome: 'unchecked', why: `http_${response.status}` };
  return {
    outcome: valid === 'true' ? 'valid' : 'invalid',
    name: told(element(text, 'name')),
    address: told(element(text, 'address')),
    door: 'soap',
  };
}

/**
 * Text of the first element of this name, whatever its prefix. The answer has five flat elements and no attributes that
 * matter, so nothing of XML that could be abused (entities, documents types) is ever interpreted.
 */
function element(xml: string, name: string): string | null {
  const match = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>([^<]*)<`).exec(xml);
  return match
    ? match[1]!.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '')
    : null;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
