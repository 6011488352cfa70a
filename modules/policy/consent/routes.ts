import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse } from '#domain/kernel/result.ts';
import { CHANNELS } from '#domain/policy/channels.ts';
import { PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import type { SourceId } from '#domain/policy/sources.ts';
import type { Caller } from '#platform/http/caller.ts';
import { describeForm } from '#platform/http/consent-form.ts';
import { handle, handleOpen, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { loadInstallation } from '../installation.ts';
import { currentRecord, valuesInForce } from '../record.ts';
import { setObjection } from '../usage/objection.ts';
import { acceptPolicy } from './accept-policy.ts';
import * as contract from './contract.ts';
import { formOf, listForms } from './forms.ts';
import { listProofRows, loadMyConsents } from './queries.ts';
import { mustAsk } from './rules.ts';
import { saveSourceConsent } from './source-consent.ts';
import { versionInForce } from './version-in-force.ts';
import { previewWithdrawal, withdrawConsent } from './withdraw-consent.ts';

/** Somebody who signed in, as against a station device that only has its tenant. */
const asPerson = (caller: Caller): (Caller & { loginId: Id }) | null =>
  caller.loginId === null ? null : { ...caller, loginId: caller.loginId };
const nobody = refuse({ code: 'person_needed', status: 403 });

export const consentHandlers: readonly Handler<AppContext>[] = [
  handleOpen(describeForm, async (given: OpenGiven<typeof describeForm, AppContext>) => {
    const form = formOf(given.input.query.form);
    if (!form) return refuse({ code: 'form_unknown' });
    const { db, clock } = given.context;
    const now = clock.now();
    const installation = await loadInstallation(db, now);
    const version = await versionInForce(db, 'privacy', now);
    return ok({
      form: form.id,
      version: form.version,
      asked: mustAsk(form, given.caller?.tenantId ?? null, installation?.operatorTenantId),
      entered: form.about === 'tenant-data',
      why: PURPOSE_REGISTER[form.purpose].why,
      policyVersion: version?.number ?? null,
      policyHref: '/policy/privacy',
      optional: form.fields.filter(({ optional }) => optional).map(({ name }) => name),
    });
  }),

  handle(contract.myConsents, async ({ tx, caller }) => {
    const person = asPerson(caller);
    return person ? ok(await loadMyConsents(tx, person)) : nobody;
  }),
  handle(contract.previewWithdrawal, async ({ tx, caller, input }) => {
    const person = asPerson(caller);
    if (!person) return nobody;
    return previewWithdrawal(tx, person.loginId, input.query.purpose, await valuesInForce(tx, caller.now));
  }),
  handle(contract.withdrawConsent, async ({ tx, caller, input }) => {
    const person = asPerson(caller);
    if (!person) return nobody;
    return withdrawConsent(tx, person, input.body.purpose, await valuesInForce(tx, caller.now));
  }),
  handle(contract.sayOfSource, async ({ tx, caller, input }) => {
    const { given } = input.body;
    const source = input.body.source as SourceId;
    const subject = { kind: 'company', id: caller.tenantId } as const;
    const saved = await saveSourceConsent(tx, caller, { source, subject, given, act: 'button' });
    return saved.ok ? ok({ source, given }) : saved;
  }),
  handle(contract.objectToUsage, async ({ tx, caller, input }) => {
    const person = asPerson(caller);
    if (!person) return nobody;
    await setObjection(tx, person.loginId, input.body.objects, caller.now);
    return ok({ objected: input.body.objects });
  }),
  handle(contract.acceptPolicy, async ({ tx, caller, input }) => {
    const person = asPerson(caller);
    if (!person) return nobody;
    return acceptPolicy(tx, caller, {
      ...input.body,
      party: { kind: 'login', id: person.loginId, name: caller.name },
    });
  }),

  handle(contract.getRecord, async ({ tx, caller }) => {
    const values = await valuesInForce(tx, caller.now);
    const version = await versionInForce(tx, 'privacy', caller.now);
    return ok({
      operator: values['operator.name'],
      policyVersion: version?.number ?? null,
      madeAt: caller.now,
      ...currentRecord(values),
      channels: Object.values(CHANNELS),
      forms: listForms().map(({ id, version: formVersion, purpose, about, fields }) => ({
        id,
        version: formVersion,
        purpose: PURPOSE_REGISTER[purpose].name,
        about,
        fields: fields.map(({ name }) => name),
      })),
    });
  }),
  handle(contract.listProofs, async ({ tx, input }) =>
    ok({ proofs: await listProofRows(tx, input.query.limit) }),
  ),
];
