import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok } from '#domain/kernel/result.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { ConsentAct, ConsentGate } from '#platform/http/consent.ts';
import type { Database } from '#platform/postgres/database.ts';
import { loadInstallation } from '../installation.ts';
import { formOf } from './forms.ts';
import { recordConsent } from './give-consent.ts';
import { decideConsent, mustAsk } from './rules.ts';
import { versionInForce } from './version-in-force.ts';

/** Asks for consent at every route that collects; the server plugs it in. */
export function consentGate({ db, clock }: { db: Database; clock: Clock }): ConsentGate {
  let operator: Id | undefined;
  return {
    async check(collects, sent, caller) {
      const form = formOf(collects.form);
      if (!form || form.purpose !== collects.purpose)
        throw new Error(`no module declares a form ${collects.form} for ${collects.purpose}`);
      const now = caller?.now ?? clock.now();
      // An installation never changes its operator; before it has one, nothing is known yet.
      operator ??= (await loadInstallation(db, now))?.operatorTenantId;
      if (!mustAsk(form, caller?.tenantId ?? null, operator)) return ok(null);
      const version = await versionInForce(db, 'privacy', now);
      const decided = decideConsent(form, sent, version?.number, caller?.today ?? dayIn('UTC', now));
      if (!decided.ok) return decided;
      const { act, givenBy, givenOn } = decided.value;
      return ok({
        form: form.id,
        formVersion: form.version,
        purpose: form.purpose,
        policyVersion: version!.number,
        policyHash: version!.hash,
        act: act as ConsentAct,
        givenBy: givenBy ?? null,
        givenOn: givenOn ?? null,
      });
    },
    async record(tx, caller, consent) {
      await recordConsent(tx, caller, consent);
    },
  };
}
