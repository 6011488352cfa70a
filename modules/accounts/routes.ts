import { ok } from '#domain/kernel/result.ts';
import { handle, handleOpen, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { enterAcceptance } from './activation.ts';
import { companyHandlers } from './company-routes.ts';
import * as contacts from './contacts-contract.ts';
import { addContact, changeContact, endContact, listContacts } from './contacts.ts';
import * as contract from './contract.ts';
import { createCustomer, listCustomers, loadCustomer, updateCustomer } from './customers.ts';
import { listDataLooks, looksAtMe } from './data-looks.ts';
import * as looks from './looks-contract.ts';
import { answerStep, describe, welcome } from './describe-session.ts';
import { keyHandlers } from './keys-routes.ts';
import { mailChoiceHandlers } from './mail-choices.ts';
import { meHandlers } from './me-routes.ts';
import { loginByPasskey, passkeyInOptions } from './passkeys.ts';
import { stationHandlers } from './stations-routes.ts';
import { peopleHandlers } from './people-routes.ts';
import { endedCookie, endSession, SESSION_COOKIE } from './sessions.ts';
import { goOnAs, signInToDemo, signInWithCode, signInWithPassword } from './sign-in.ts';

export const handlers: readonly Handler<AppContext>[] = [
  ...stationHandlers,
  handleOpen(contract.session, async (given: OpenGiven<typeof contract.session, AppContext>) =>
    ok(await describe(given, given.caller)),
  ),

  handleOpen(contract.signIn, async (given: OpenGiven<typeof contract.signIn, AppContext>) => {
    return answerStep(given, await signInWithPassword(given.context, given.request, given.input.body));
  }),

  handleOpen(contract.signInWithCode, async (given: OpenGiven<typeof contract.signInWithCode, AppContext>) =>
    answerStep(given, await signInWithCode(given.context, given.request, given.input.body)),
  ),

  handleOpen(
    contract.passkeyInOptions,
    async ({ context }: OpenGiven<typeof contract.passkeyInOptions, AppContext>) =>
      ok(await passkeyInOptions(context, null)),
  ),

  handleOpen(
    contract.signInWithPasskey,
    async (given: OpenGiven<typeof contract.signInWithPasskey, AppContext>) => {
      const { context, request, input } = given;
      const known = await loginByPasskey(context, input.body);
      if (!known.ok) return known;
      return answerStep(
        given,
        await goOnAs(context, request, known.value.loginId, 'passkey', input.body.tenantId),
      );
    },
  ),

  handleOpen(contract.signInDemo, async (given: OpenGiven<typeof contract.signInDemo, AppContext>) => {
    const outcome = await signInToDemo(given.context, given.request, given.input.body.role);
    return outcome.ok ? ok(await welcome(given, outcome.value.token)) : outcome;
  }),

  handleOpen(contract.signOut, async (given: OpenGiven<typeof contract.signOut, AppContext>) => {
    const token = given.request.cookies.get(SESSION_COOKIE);
    if (token) await endSession(given.context.db, token);
    given.setHeader('set-cookie', endedCookie);
    return ok(await describe(given, null));
  }),

  handle(contract.listCustomers, async ({ tx, input }) =>
    ok({ customers: await listCustomers(tx, input.query.find) }),
  ),
  handle(contract.createCustomer, ({ tx, caller, input }) => createCustomer(tx, caller, input.body)),
  handle(contract.getCustomer, ({ tx, input }) => loadCustomer(tx, input.params.customerId)),
  handle(contract.updateCustomer, ({ tx, caller, input }) =>
    updateCustomer(tx, caller, input.params.customerId, input.body),
  ),

  handle(contacts.listContacts, ({ tx, input }) => listContacts(tx, input.params.customerId)),
  handle(contacts.addContact, ({ tx, caller, input }) =>
    addContact(tx, caller, input.params.customerId, input.body),
  ),
  handle(contacts.changeContact, ({ tx, caller, input }) =>
    changeContact(tx, caller, input.params.customerId, input.params.contactId, input.body),
  ),
  handle(contacts.enterAcceptance, ({ tx, caller, input }) =>
    enterAcceptance(tx, caller, input.params, input.body.act),
  ),
  handle(contacts.endContact, ({ tx, caller, input }) =>
    endContact(tx, caller, input.params.customerId, input.params.contactId),
  ),

  handleOpen(looks.looksAtMe, async ({ context, caller }: OpenGiven<typeof looks.looksAtMe, AppContext>) =>
    ok({ looks: await looksAtMe(context, caller!) }),
  ),
  handle(looks.looksAtCustomer, async ({ tx, input }) => {
    const customer = await loadCustomer(tx, input.params.customerId);
    if (!customer.ok) return customer;
    const whom = ['customers', `customer:${customer.value.id}`];
    return ok({ looks: await listDataLooks(tx, whom, null) });
  }),

  ...meHandlers,
  ...mailChoiceHandlers,
  ...peopleHandlers,
  ...companyHandlers,
  ...keyHandlers,
];
