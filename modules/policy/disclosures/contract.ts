import * as z from 'zod';
import { DATA_CATEGORIES } from '#domain/kernel/personal.ts';
import { route } from '#platform/http/contract.ts';
import { day, id, line, note } from '#platform/http/fields.ts';
import { may } from '../recipients/contract.ts';
import { GROUNDS } from './rules.ts';

const category = z.enum(DATA_CATEGORIES);
const ground = z.enum(GROUNDS);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const REQUEST_BYTES_MAX = 20 * 1024 * 1024;
const params = z.strictObject({ disclosureId: id });

const disclosureView = z.object({
  id,
  /** 1, 2, 3 … */
  number: z.number(),
  state: z.enum(['waiting', 'refused', 'to-tell', 'ready', 'handed-over', 'lapsed']),
  /** the business is to be told now */
  tellingDue: z.boolean(),
  askedBy: z.string(),
  caseNo: z.string(),
  receivedOn: z.string().nullable(),
  ground,
  aboutTenant: id,
  business: z.string(),
  fileName: z.string().nullable(),
  askedScope: z.string(),
  askedCategories: z.array(category).readonly(),
  decision: z.enum(['give', 'refuse']),
  reason: z.string(),
  categories: z.array(category).readonly(),
  recipient: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  validTo: z.string().nullable(),
  tell: z.enum(['tell', 'withhold']),
  withheldBecause: z.string(),
  withheldUntil: z.string().nullable(),
  enteredName: z.string(),
  enteredAt: z.string(),
  approvedName: z.string().nullable(),
  approvedAt: z.string().nullable(),
  /** the same person approved it after the wait */
  approvedAlone: z.boolean().nullable(),
  toldOn: z.string().nullable(),
  toldHow: z.enum(['mail', 'letter', 'by-hand', 'sent']).nullable(),
  toldNote: z.string(),
  packedSha256: z.string().nullable(),
  packedBytes: z.number().nullable(),
  handedOverOn: z.string().nullable(),
  handedOverTo: z.string().nullable(),
  handedOverSha256: z.string().nullable(),
});
export type DisclosureView = z.output<typeof disclosureView>;

const disclosures = z.object({
  disclosures: z.array(disclosureView),
  /** whom a request can be about */
  businesses: z.array(z.object({ id, name: z.string() })),
});

export const listDisclosures = route({
  method: 'GET',
  path: '/api/disclosures',
  may: may.decide,
  summary: 'The log of disclosures: who asked for what, what was decided, handed over, and whom we told.',
  response: disclosures,
});

export const uploadRequest = route({
  method: 'POST',
  path: '/api/disclosures/document',
  may: may.decide,
  summary: 'Stores the letter of whoever asks, to be named when the request is entered.',
  kind: 'upload',
  bytesMax: REQUEST_BYTES_MAX,
  response: z.object({ fileHash: z.string(), fileName: z.string() }),
});

export const enterDisclosure = route({
  method: 'POST',
  path: '/api/disclosures',
  may: may.decide,
  summary: 'Enters a request with what is decided about it. A second person approves it.',
  body: z.strictObject({
    askedBy: line(200),
    caseNo: note(120),
    receivedOn: day,
    ground,
    aboutTenant: id,
    fileHash: sha256,
    fileName: line(200),
    askedScope: line(500),
    askedCategories: z.array(category).min(1),
    decision: z.enum(['give', 'refuse']),
    /** the law that obliges us, or why it is refused */
    reason: line(500),
    categories: z.array(category),
    recipient: note(200),
    /** where it may be sent, over HTTPS; null: it is handed over by hand */
    host: line(253).nullable(),
    port: z.number().int().min(1).max(65535).nullable(),
    validTo: day.nullable(),
    tell: z.enum(['tell', 'withhold']),
    withheldBecause: note(500),
    withheldUntil: day.nullable(),
  }),
  response: disclosures,
});

export const readRequest = route({
  method: 'GET',
  path: '/api/disclosures/:disclosureId/document.pdf',
  may: may.decide,
  summary: 'The letter of whoever asked, for the person who approves.',
  kind: 'file',
  params,
});

export const approveDisclosure = route({
  method: 'POST',
  path: '/api/disclosures/:disclosureId/approve',
  may: may.decide,
  summary: 'Approves what was decided; by another person, or after the wait and a new sign-in.',
  params,
  response: disclosures,
});

export const tellBusiness = route({
  method: 'POST',
  path: '/api/disclosures/:disclosureId/tell',
  may: may.decide,
  summary: 'Tells the business: by mail to its owners, or writes down that it was told by letter.',
  params,
  body: z.strictObject({ how: z.enum(['mail', 'letter']), note: note(500) }),
  response: disclosures,
});

export const downloadPackage = route({
  method: 'GET',
  path: '/api/disclosures/:disclosureId/package.json',
  may: may.decide,
  summary: 'What was approved and nothing more, as one file whose fingerprint stands in the log.',
  kind: 'file',
  params,
});

export const handOver = route({
  method: 'POST',
  path: '/api/disclosures/:disclosureId/hand-over',
  may: may.decide,
  summary: 'Writes down that the package that was made last was handed over, to whom and when.',
  params,
  body: z.strictObject({ to: line(200), on: day }),
  response: disclosures,
});

export const sendPackage = route({
  method: 'POST',
  path: '/api/disclosures/:disclosureId/send',
  may: may.decide,
  summary: 'Sends the package to the machine that was approved, over HTTPS, and writes it down.',
  params,
  body: z.strictObject({
    /** `/inbox/4711`, as the recipient said */
    path: z.string().regex(/^\/[\w./~%-]{0,300}$/, { error: 'a path such as /inbox/4711' }),
  }),
  response: disclosures,
});
