import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import { choose, kindsOff } from '#platform/mail/choice.ts';
import { OPTIONAL_KINDS, type OptionalKind } from '#platform/mail/kinds.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { listContacts } from './contacts.ts';
import { loadCustomer } from './customers.ts';
import * as contract from './mail-choices-contract.ts';
import type { GlobalTables } from './store.ts';

interface Addressee {
  readonly contactId: string | null;
  readonly name: string;
  readonly address: string;
}

async function view(tx: Tx, { contactId, name, address }: Addressee): Promise<contract.MailChoices> {
  const off = await kindsOff(tx, address);
  return {
    contactId,
    name,
    address,
    kinds: OPTIONAL_KINDS.map((kind) => ({ kind, wanted: !off.has(kind) })),
  };
}

async function myself(tx: Tx, caller: Caller): Promise<Result<Addressee, Refusal>> {
  const login =
    caller.loginId &&
    (await tx
      .tables<GlobalTables>()
      .selectFrom('login')
      .select(['name', 'email'])
      .where('id', '=', caller.loginId)
      .executeTakeFirst());
  // A key or a shared device is nobody who gets mail.
  if (!login) return refuse({ code: 'mail_choice_nobody' });
  return ok({ contactId: null, name: login.name, address: login.email });
}

/** The customer's own address and those of its persons, each once. */
async function addresseesOf(tx: Tx, customerId: Id): Promise<Result<Addressee[], Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const contacts = await listContacts(tx, customerId);
  if (!contacts.ok) return contacts;
  const { name, email } = customer.value;
  return ok([
    ...(email ? [{ contactId: null, name, address: email }] : []),
    ...contacts.value.contacts.map((one) => ({ contactId: one.id, name: one.name, address: one.email })),
  ]);
}

async function peopleOf(
  tx: Tx,
  customerId: Id,
): Promise<Result<{ people: contract.MailChoices[] }, Refusal>> {
  const addressees = await addresseesOf(tx, customerId);
  if (!addressees.ok) return addressees;
  const people = [];
  for (const one of addressees.value) people.push(await view(tx, one));
  return ok({ people });
}

async function say(
  tx: Tx,
  caller: Caller,
  { address }: Addressee,
  said: { kind: OptionalKind; wanted: boolean },
): Promise<void> {
  await choose(tx, address, [said], { how: 'account', at: caller.now });
}

/** Mail that is not needed, person by person: for oneself, and for a customer's people who say so by telephone. */
export const mailChoiceHandlers: readonly Handler<AppContext>[] = [
  handle(contract.myMailChoices, async ({ tx, caller }) => {
    const me = await myself(tx, caller);
    return me.ok ? ok(await view(tx, me.value)) : me;
  }),
  handle(contract.chooseMyMail, async ({ tx, caller, input }) => {
    const me = await myself(tx, caller);
    if (!me.ok) return me;
    await say(tx, caller, me.value, input.body);
    return ok(await view(tx, me.value));
  }),
  handle(contract.customerMailChoices, ({ tx, input }) => peopleOf(tx, input.params.customerId)),
  handle(contract.chooseCustomerMail, async ({ tx, caller, input }) => {
    const { contactId, kind, wanted } = input.body;
    const addressees = await addresseesOf(tx, input.params.customerId);
    if (!addressees.ok) return addressees;
    const one = addressees.value.find((addressee) => addressee.contactId === contactId);
    if (!one) return refuse({ code: 'contact_unknown', field: 'contactId' });
    await say(tx, caller, one, { kind, wanted });
    return peopleOf(tx, input.params.customerId);
  }),
];
