import { VIES } from '#modules/accounts/module.ts';
import { STRIPE } from '#modules/billing/module.ts';
import type { DeclaredProcessor } from '#modules/policy/module.ts';
import type { NameServer } from '#platform/egress/dns.ts';
import { mailboxId, type Mailbox } from '#platform/mail/intake/imap.ts';
import { RELAY_CATEGORIES, relayId, type MailServer } from '#platform/mail/send.ts';

/** Whom this installation's configuration names: the mail relays, the mailbox, and who answers what address a name has. */
export function declaredProcessors(
  relays: readonly MailServer[],
  nameServers: readonly NameServer[],
  mailbox: Pick<Mailbox, 'host' | 'port'> | null,
): DeclaredProcessor[] {
  return [
    ...(mailbox
      ? [
          {
            id: mailboxId(mailbox),
            name: mailbox.host,
            service: 'mailbox',
            categories: ['contact', 'correspondence'],
            purposes: ['support'],
            places: [true, false].map((inside) => ({ host: mailbox.host, port: mailbox.port, inside })),
          } satisfies DeclaredProcessor,
        ]
      : []),
    ...relays.map((relay, i): DeclaredProcessor => ({
      id: relayId(relay),
      name: relay.host,
      service: i === 0 ? 'mail relay' : 'second mail relay',
      categories: RELAY_CATEGORIES,
      purposes: ['account', 'order', 'delivery', 'support', 'service-messages', 'billing', 'legal'],
      // A relay may be a machine of the house or of a provider; its name may lead to either, at this port only.
      places: [true, false].map((inside) => ({ host: relay.host, port: relay.port, inside })),
    })),
    // Asked about a firm's VAT number only with the firm's consent; without this row the door out would refuse it anyway.
    {
      id: 'eu-vat-number',
      name: 'European Commission, VAT number service (VIES)',
      service: 'says whether a VAT number is valid',
      categories: ['company'],
      purposes: ['account', 'billing'],
      places: [{ host: new URL(VIES.rest).hostname, port: 443, inside: false }],
    },
    // Customers pay by card on its page once the operator has a contract with it; until then every call is refused.
    {
      id: STRIPE.id,
      name: 'Stripe Payments Europe, Limited',
      service: 'card payments on its own page',
      categories: ['invoice', 'card-token'],
      purposes: ['billing'],
      places: [{ host: STRIPE.host, port: 443, inside: false }],
      proposed: true,
    },
    {
      id: 'resolver',
      name: 'name servers of this machine',
      service: 'tells the addresses of names',
      categories: [],
      purposes: ['security', 'service-messages'],
      places: nameServers.flatMap(({ host, port }) =>
        [true, false].map((inside) => ({ host, port, inside })),
      ),
    },
  ];
}
