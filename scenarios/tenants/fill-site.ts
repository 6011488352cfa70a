import type { TestApp } from '#apps/server/test-kit.ts';
import { recordConsent } from '#modules/policy/consent/give-consent.ts';
import { savePost } from '#modules/site/blog/posts.ts';
import { keepLead } from '#modules/site/leads/leads.ts';
import type { SiteTables } from '#modules/site/store.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { GivenConsent } from '#platform/http/consent.ts';

/** What lies with the operator only, planted in a factory's tenant: an enquiry, a post in the making, a choice, a sum. */
export async function fillSite(t: TestApp, mark: string): Promise<void> {
  const caller = await t.caller('owner');
  const hash = 'a'.repeat(64);
  await t.inTenant(async (tx) => {
    const consent: GivenConsent = {
      form: 'site.contact',
      formVersion: 1,
      purpose: 'support',
      policyVersion: 1,
      policyHash: hash,
      act: 'ticked',
      givenBy: null,
      givenOn: null,
    };
    const told = { name: mark, email: 'lead@zirbelkiefer.example', company: mark, message: mark, about: '' };
    await keepLead(tx, caller, { ...told, language: 'de' }, consent);
    await recordConsent(tx, caller, consent);
    const words = { en: mark, de: mark };
    await savePost(tx, caller, { slug: 'zirbelkiefer', title: words, summary: words, text: words });
    const tables = tx.tables<SiteTables>();
    await tables
      .insertInto('cookie_choice')
      .values({
        tenant_id: t.tenantId,
        id: idAt(caller.now),
        visitor: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
        at: caller.now,
        how: 'reject',
        choices: '{}',
        policy_version: 1,
        policy_hash: hash,
        section_hash: hash,
        banner_hash: hash,
        language: 'de',
        page: `/${mark}`,
      })
      .execute();
    await tables
      .insertInto('visit_count')
      .values({ tenant_id: t.tenantId, day: caller.today, kind: 'first', visits: 1 })
      .execute();
  });
}
