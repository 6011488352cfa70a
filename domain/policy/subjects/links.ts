import type { PersonalTable } from '#domain/kernel/personal.ts';

/** As what a value names a person. `whom` is `member:<login>`, `customer:<id>` or `address:<e-mail>`. */
export type Names = 'login' | 'customer' | 'contact' | 'mail' | 'name' | 'whom';

/** A column by which a row is found to be about somebody: all of it, or the columns that it covers. */
export interface Finder {
  readonly column: string;
  readonly names: Names;
  /** these columns only; all personal columns of the row when absent */
  readonly covers?: readonly string[];
}

/** How the rows of a table are joined to people. */
export interface Links {
  readonly finders: readonly Finder[];
  /** found because another row was: column → tables in which the id it holds was found; `*` for any table */
  readonly via: Readonly<Record<string, readonly string[]>>;
  /** who did something to a row that is somebody else's: the column and, beside it, the name as it was shown */
  readonly authors: readonly { readonly column: string; readonly name: string | null }[];
  /** why nobody is looked for in it; null where somebody is */
  readonly nobody: string | null;
}

interface Exception {
  readonly finders?: readonly Finder[];
  readonly via?: Readonly<Record<string, string | readonly string[]>>;
  readonly authors?: readonly string[];
  readonly nobody?: string;
}

const OWN = 'what the business itself is called and where it is reached';
const found = (column: string, names: Names, ...covers: string[]): Finder =>
  covers.length > 0 ? { column, names, covers } : { column, names };

/**
 * Tables in which the names of the columns do not tell whom a row is about. Every other table follows the rules below; one
 * with personal columns in which nobody would be found fails the build.
 */
const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  tenant: { nobody: OWN },
  installation: { nobody: OWN },
  company: { nobody: OWN },
  mail_sender: { nobody: OWN },
  mail_relay: { nobody: OWN },
  mail_from: { nobody: OWN },
  mail_address: { nobody: OWN },
  processor: { nobody: 'a provider is a firm; who changed the entry stands in the log' },
  inside_place: { nobody: 'places of the operator’s network; who asked stands in the log' },
  sign_in_attempt: { nobody: 'counts by a fingerprint and goes by itself within the hour' },
  cookie_choice: {
    nobody: 'a random number that nobody is found by; the visitor has it on their own device',
  },
  hosted_backup: { nobody: 'a sealed file; what is deleted is deleted again before it opens' },
  station_device: { nobody: 'a device of the shop floor' },
  vat_check: { nobody: 'what a public register says about a firm' },
  login: { finders: [found('id', 'login'), found('email', 'mail')] },
  customer: { finders: [found('id', 'customer'), found('email', 'mail', 'email', 'phone')] },
  customer_contact: { finders: [found('id', 'contact'), found('email', 'mail')] },
  // Answers that are kept for a repeat: of whoever asked, and about whoever they name.
  idempotency_key: { finders: [found('actor', 'login'), found('body', 'mail')], authors: [] },
  data_look: { finders: [found('whom', 'whom', 'whom')] },
  policy_acceptance: { finders: [found('actor', 'login')], authors: [] },
  source_consent: { finders: [found('subject_id', 'customer')] },
  incoming_mail: { finders: [found('from_address', 'mail'), found('envelope_from', 'mail')] },
  incoming_attachment: { via: { mail_id: 'incoming_mail' } },
  support_mail: { via: { mail_id: 'incoming_mail' } },
  document: { via: { subject_id: '*' } },
  released_order: { via: { order_id: 'sales_order' } },
  part_list_import: { via: { sales_order_id: 'sales_order' } },
  delivery_note: { via: { order_id: 'sales_order' }, authors: [] },
  invoice: { finders: [found('customer_id', 'customer')] },
  credit_note: { finders: [found('customer_id', 'customer')] },
  reminder: { finders: [found('customer_id', 'customer')] },
  service_agreement: { finders: [found('customer_id', 'customer')] },
  service_agreement_accepted: { via: { agreement_id: 'service_agreement' } },
  card_session: { via: { invoice_id: 'invoice' } },
  card_booking: { via: { session_id: 'card_session' } },
  card_parked: { via: { session_id: 'card_session' } },
  card_refund: { via: { session_id: 'card_session' } },
  supplier_invoice: { via: { supplier_id: 'supplier' } },
  supplier_invoice_decision: { via: { invoice_id: 'supplier_invoice' } },
  supplier_payment: { via: { invoice_id: 'supplier_invoice' } },
  order_e_invoice: { via: { order_id: 'sales_order' } },
  sepa_mandate_end: { via: { mandate_id: 'sepa_mandate' } },
  payment_run_item: { via: { subject_id: '*' } },
  journal_entry: { via: { source_id: '*' } },
  journal_line: { finders: [found('party_id', 'customer')] },
  charge_back: { via: { payment_id: 'payment' } },
  dispute_step: { via: { invoice_id: 'invoice' } },
  write_off: { via: { invoice_id: 'invoice' } },
  reminder_charge_paid: { via: { reminder_id: 'reminder' } },
  bank_line: { finders: [found('payer_name', 'name')] },
  bank_line_done: { via: { line_id: 'bank_line' } },
  bank_rule: { finders: [found('party_id', 'customer')] },
  subscription_change: { via: { subscription_id: 'subscription' } },
  prepaid_line: { via: { subscription_id: 'subscription' } },
  refund_terms_acceptance: { via: { subscription_id: 'subscription' } },
  subscription_refusal: { via: { subscription_id: 'subscription' } },
  hosted_instance: { finders: [found('provision', 'mail', 'provision')] },
  hosted_first_login: { nobody: 'a password for the first sign-in, sealed, gone once it is used' },
  cancellation_case: { finders: [found('sender', 'mail')] },
  case_event: { via: { case_id: 'cancellation_case' } },
  case_duty: { via: { case_id: 'cancellation_case' } },
  case_waiver: { via: { case_id: 'cancellation_case' } },
  refund_payout: { via: { case_id: 'cancellation_case' } },
  ticket_message: { finders: [found('said_from', 'mail')], via: { ticket_id: 'ticket' }, authors: [] },
  privacy_step: { via: { case_id: 'privacy_case' } },
  privacy_archive: { via: { case_id: 'privacy_case' } },
  privacy_correction: { via: { case_id: 'privacy_case' } },
};

/** Names of columns that hold one person's id or address, wherever they stand. */
const BY_NAME: Readonly<Record<string, Names>> = {
  login_id: 'login',
  customer_id: 'customer',
  contact_id: 'contact',
  email: 'mail',
  sender: 'mail',
  recipient: 'mail',
  address: 'mail',
  from_address: 'mail',
  envelope_from: 'mail',
};

/**
 * How the rows of a table are joined to people: by its own rule where it has one, else by the names of its personal columns
 * (`login_id`, `customer_id`, `email`, `person_email`), and for who did something by `actor` and `…_by`.
 */
export function linksOf(name: string, { columns }: Pick<PersonalTable, 'columns'>): Links {
  const own = Object.hasOwn(EXCEPTIONS, name) ? EXCEPTIONS[name]! : {};
  const personal = Object.keys(columns).filter((column) => columns[column] !== 'not-personal');
  const authors = (own.authors ?? personal.filter(isAuthor)).map((column) => ({
    column,
    name: nameBeside(column, personal),
  }));
  const named = new Set(authors.map((author) => author.name));
  const finders = own.nobody
    ? []
    : (own.finders ??
      personal.flatMap((column): Finder[] => {
        const names = BY_NAME[column] ?? (column.endsWith('_email') ? 'mail' : undefined);
        if (names) return [found(column, names)];
        // A name that stands alone: whoever did it has no number here.
        return isNameOfAuthor(column, columns[column]!) && !named.has(column)
          ? [found(column, 'name', column)]
          : [];
      }));
  return {
    finders,
    via: Object.fromEntries(
      Object.entries(own.via ?? {}).map(([column, tables]) => [column, [tables].flat()] as const),
    ),
    authors,
    nobody: own.nobody ?? null,
  };
}

/** @returns one sentence for each table with personal columns in which nobody would be found, and no reason why */
export function linkFaults(tables: Readonly<Record<string, PersonalTable>>): string[] {
  return Object.entries(tables).flatMap(([name, table]) => {
    // Sums with noise are about nobody.
    if (!Object.values(table.columns).some((kind) => kind !== 'not-personal' && kind !== 'aggregate'))
      return [];
    const { finders, via, authors, nobody } = linksOf(name, table);
    const used = [...finders.map(({ column }) => column), ...Object.keys(via)];
    const absent = used.find((column) => !(column in table.columns));
    if (absent) return [`${name} is searched by ${absent}, which it does not have`];
    if (nobody !== null || used.length + authors.length > 0) return [];
    return [
      `${name} holds personal data and nobody is found in it: say how in domain/policy/subjects/links.ts`,
    ];
  });
}

const isAuthor = (column: string): boolean =>
  column === 'actor' || column === 'author' || column === 'approver' || /_(by|login)$/.test(column);

const isNameOfAuthor = (column: string, kind: string): boolean =>
  column.endsWith('_name') && (kind === 'audit-log' || kind === 'worker-times');

function nameBeside(column: string, personal: readonly string[]): string | null {
  const base = column.replace(/_by$/, '');
  return [`${base}_name`, `${column}_name`].find((name) => personal.includes(name)) ?? null;
}
