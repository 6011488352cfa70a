import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Nothing here names a customer; an invoice or a payment leads to one. Of a card there are brand and last four digits. */
export const cardPersonal: PersonalMap = {
  card_account: personalTable(
    'processor',
    // Secrets of a firm towards its provider are nobody's personal data.
    { changed_by: 'worker-times' },
    'tenant_id provider key_sealed key_shown hook_sealed hook_shown changed_at',
  ),
  card_session: personalTable(
    'processor',
    { reference: 'invoice', intent: 'invoice', url: 'invoice' },
    'tenant_id id invoice_id amount_minor currency state made_at expires_at',
  ),
  card_booking: personalTable(
    'processor',
    { fact: 'invoice', brand: 'card-token', last4: 'card-token' },
    'tenant_id session_id kind payment_id booked_at',
  ),
  card_parked: personalTable(
    'processor',
    { fact: 'invoice', reason: 'invoice', actor_name: 'worker-times' },
    'tenant_id id session_id why amount_minor currency noticed_at outcome done_at',
  ),
  card_refund: personalTable(
    'processor',
    { reference: 'invoice' },
    'tenant_id refund_id session_id state reason returned_id asked_at changed_at',
  ),
  card_event: personalTable('processor', {}, 'tenant_id id kind received_at'),
  card_event_ignored: personalTable('processor', {}, 'tenant_id kind messages last_at'),
};
