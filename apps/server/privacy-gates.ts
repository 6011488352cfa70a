/**
 * What must be true of every table, route and job before personal data may pass through them (clauses P-1.1, P-2.0,
 * P-2.1b). Each gate takes what it judges as arguments, so that a planted fault can be shown to it.
 */
import * as z from 'zod';
import type { DataCategory, PersonalMap } from '#domain/kernel/personal.ts';
import { channelOfAddress, channelOfWorker } from '#domain/policy/channels.ts';
import { FEATURES, featureOf, type Feature } from '#domain/policy/features.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import type { FormDeclaration } from '#platform/module/module.ts';

/** A module as far as these gates look at it. */
export interface Judged {
  readonly name: string;
  readonly personal?: PersonalMap;
  readonly forms?: readonly FormDeclaration[];
  readonly handlers?: readonly { readonly route: AnyRoute }[];
}

/** @returns one sentence for each column that no map declares, and for each declared one that does not exist */
export function columnFaults(
  maps: readonly PersonalMap[],
  existing: readonly { readonly table: string; readonly column: string }[],
): string[] {
  const faults: string[] = [];
  const declared = new Map<string, number>();
  for (const map of maps)
    for (const [table, { columns }] of Object.entries(map))
      for (const column of Object.keys(columns)) {
        const name = `${table}.${column}`;
        declared.set(name, (declared.get(name) ?? 0) + 1);
      }
  const real = new Set(existing.map(({ table, column }) => `${table}.${column}`));
  for (const name of real)
    if (!declared.has(name))
      faults.push(`${name} is in no map: say which category it is, or that it is not personal`);
  for (const [name, times] of declared) {
    if (!real.has(name)) faults.push(`${name} is mapped and does not exist`);
    if (times > 1) faults.push(`${name} is mapped ${times} times`);
  }
  return faults.sort();
}

/** Kinds of data that people tell by filling in a form. What the system writes down by itself is not asked for. */
const TOLD: readonly DataCategory[] = [
  'contact',
  'profile-picture',
  'company',
  'bank',
  'card-token',
  'correspondence',
];

/** Routes whose body names such a field and which are no form, each with the reason. */
export const NO_FORM: Readonly<Record<string, string>> = {
  'POST /api/cancellations':
    'staff writes down a cancellation that was sent: a right, for which nobody is asked to consent',
  'POST /api/cancellations/:cancellationCaseId/decision': 'staff says why it decided so',
  'POST /api/cancellations/:cancellationCaseId/withdrawal': 'staff says why it decided so',
  'POST /api/cancellations/:cancellationCaseId/day': 'staff says why it decided so',
  'POST /api/cancellations/:cancellationCaseId/waiver': 'staff says why it decided so',
  'POST /api/session': 'signing in tells nothing new: the address is known, or refused',
  'POST /api/session/demo': 'names a role of the demo and no person',
  'POST /api/password/reset': 'the address is known already, or forgotten at once',
  'POST /api/me/close': 'repeats an address that is known, to be sure',
  'POST /api/me/merge': 'names another login of the same person, which agreed when it was made',
  'POST /api/me/passkeys': 'names a device',
  'PUT /api/people/:loginId': 'changes what somebody may do, and nothing they told',
  'POST /api/invitations': 'whoever is invited agrees when accepting; an invitation nobody accepts ends',
  'POST /api/orders/:orderId/part-lists': 'a list of parts and boards',
  'POST /api/processors': 'the operator enters a service provider from the contract they signed',
  'PUT /api/processors/:processorId': 'the operator corrects what it entered about a service provider',
  'POST /api/processors/:processorId/document': 'the contract itself',
  'POST /api/disclosures/document': 'the letter of an authority',
  'POST /api/shared-stations': 'names a device',
  'PUT /api/shared-stations/:deviceId': 'names a device',
  'POST /api/keys': 'names a key',
  'POST /api/hosting/instances':
    'names a server or workspace; the person is a contact whose details are known',
  'POST /api/hosting/instances/:hostedInstanceId/acceptance': 'who of a known customer took what was ordered',
  'POST /api/invoices/:invoiceId/credit-notes': 'why the staff corrects an invoice',
  'POST /api/payments/:paymentId/charge-back': 'why the bank took a payment back',
  'POST /api/invoices/:invoiceId/dispute':
    'what the staff notes of an objection that came by letter, mail or telephone',
  'POST /api/invoices/:invoiceId/dispute/settled': 'how the staff settled an objection',
  'POST /api/invoices/:invoiceId/write-off': 'why the staff gives a remainder up',
  'POST /api/mandates/:mandateId/revoke': 'why a mandate ends',
  'POST /api/payment-runs/:runId/cancel': 'why the staff cancels a run',
  'POST /api/payment-runs/:runId/release': 'why the bank did not carry out a payment',
  'POST /api/supplier-invoices/files': 'a supplier sends its invoice, with its own details',
  'POST /api/supplier-invoices': 'the staff types what a supplier wrote on its invoice',
  'POST /api/supplier-invoices/:supplierInvoiceId/file': 'the invoice as the supplier sent it',
  'POST /api/supplier-invoices/:supplierInvoiceId/refuse': 'why the staff refuses a supplier’s invoice',
  'POST /api/bank/statements': "the factory's own bank sends the statement",
  'POST /api/bank/lines/:bankLineId/set-aside': 'why the staff sets a movement aside',
  'POST /api/privacy/cases': 'people make use of their rights: nobody may ask for a consent first',
  'POST /api/privacy/cases/:caseId/steps': 'what the operator answers',
  'POST /api/privacy/cases/:caseId/corrections':
    'a person has their data corrected: no new consent is needed',
  'POST /api/my-data/requests': 'people make use of their rights: nobody may ask for a consent first',
  'POST /api/privacy/breaches/:breachId/steps': 'what the operator did after a breach',
  'POST /api/tickets/:ticketId/files': 'a file that the staff sends with an answer',
  'POST /api/card-parked/:parkedId/set-aside': 'why the staff sets a card payment aside',
};

/**
 * @param noForm routes that need no form
 * @returns one sentence for each route that takes personal data without a form, by a form that nobody declares, or by one
 * that does not name the field or marks it otherwise than the schema
 */
export function collectFaults(modules: readonly Judged[], noForm = NO_FORM): string[] {
  const faults: string[] = [];
  const forms = new Map(modules.flatMap(({ forms = [] }) => forms.map((form) => [form.id, form] as const)));
  for (const { personal = {}, handlers = [] } of modules) {
    const told = namesOf(personal);
    for (const { route } of handlers) {
      const name = `${route.method} ${route.path}`;
      const fields = fieldsOf(route);
      // A file can be anything, a picture of somebody too.
      const asked = fields.filter((field) => told.has(field.name) || route.kind === 'upload');
      const form = route.collects ? forms.get(route.collects.form) : undefined;
      if (route.collects && !form)
        faults.push(`${name} collects by ${route.collects.form}, which nobody declares`);
      if (form && form.purpose !== route.collects!.purpose)
        faults.push(`${name} collects for ${route.collects!.purpose}, and ${form.id} says ${form.purpose}`);
      if (name in noForm) continue;
      if (!route.collects && asked.length)
        faults.push(`${name} takes ${asked.map((field) => field.name).join(', ')} and declares no form`);
      if (!form) continue;
      for (const field of asked) {
        const shown = form.fields.find((one) => one.name === field.name);
        if (!shown) faults.push(`${name} takes ${field.name}, which ${form.id} does not name`);
        else if (shown.optional !== field.optional)
          faults.push(
            `${name}: ${form.id} marks ${field.name} as ${shown.optional ? 'optional' : 'required'}, the schema says otherwise`,
          );
      }
    }
  }
  return faults;
}

/** Columns that hold what people tell, as a body would call them: `vat_number` → `vatNumber`. */
function namesOf(map: PersonalMap): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { columns } of Object.values(map))
    for (const [column, kind] of Object.entries(columns))
      if ((TOLD as readonly string[]).includes(kind) && column !== 'id' && !column.endsWith('_id'))
        names.add(column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  return names;
}

interface Field {
  readonly name: string;
  readonly optional: boolean;
}

/** Every field of a body at any depth; an upload is one field. */
function fieldsOf(route: AnyRoute): Field[] {
  if (route.kind === 'upload') return [{ name: 'file', optional: true }];
  if (route.method === 'GET' || !(route.body as z.ZodType | undefined)) return [];
  const found: Field[] = [];
  const walk = (schema: JsonSchema): void => {
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      found.push({ name, optional: !(schema.required ?? []).includes(name) });
      walk(inner);
    }
    for (const inner of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
      if (inner) walk(inner);
  };
  walk(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  return found;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** @returns one sentence for each address, job or reader that belongs to no channel of the register */
export function channelFaults(addresses: readonly string[], workers: readonly string[]): string[] {
  return [
    ...addresses
      .filter((path) => channelOfAddress(path) === null)
      .map((path) => `${path} is an entry point that no channel of domain/policy/channels.ts names`),
    ...workers
      .filter((name) => channelOfWorker(name) === null)
      .map(
        (name) => `${name} works with what came in on a channel that domain/policy/channels.ts does not name`,
      ),
  ];
}

/**
 * @param taking addresses that take something in: routes that change something, forms of pages, doors for messages
 * @param modules whose forms are held against what their features say
 * @returns one sentence for each address that is in no feature of the register, for each kind of data that a form takes
 * and its feature does not name, and for each feature of which nothing exists
 */
export function featureFaults(
  taking: readonly string[],
  modules: readonly Judged[],
  features: readonly Feature[] = FEATURES,
): string[] {
  const faults: string[] = [];
  const found = new Set<Feature>();
  for (const path of taking) {
    const feature = featureOf(path, features);
    if (feature) found.add(feature);
    else faults.push(`${path} takes something in and no feature of domain/policy/features.ts names it`);
  }
  const forms = new Map(
    modules.flatMap(({ forms: own = [] }) => own.map((form) => [form.id, form] as const)),
  );
  for (const { route } of modules.flatMap(({ handlers = [] }) => handlers)) {
    const form = route.collects ? forms.get(route.collects.form) : undefined;
    const feature = form && featureOf(route.path, features);
    if (!form || !feature) continue;
    const unsaid = form.fields.map(({ category }) => category).filter((one) => !feature.data.includes(one));
    if (unsaid.length > 0)
      faults.push(`${form.id} takes ${[...new Set(unsaid)].join(', ')}, which ${feature.id} does not name`);
    if (feature.consent === 'none')
      faults.push(`${form.id} asks for consent, and ${feature.id} says none is needed`);
  }
  for (const feature of features)
    if (feature.takes.length > 0 && !found.has(feature))
      faults.push(`${feature.id} is in the register and nothing takes it in`);
  return [...new Set(faults)];
}
