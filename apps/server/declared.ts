import { VIES } from '#modules/accounts/module.ts';
import { STRIPE } from '#modules/billing/module.ts';
import { boundOf, type DeclaredProcessor } from '#modules/policy/module.ts';
import type { NameServer } from '#platform/egress/dns.ts';
import { mailboxId, type Mailbox } from '#platform/mail/intake/imap.ts';
import type { StorePlace } from '#platform/object-store/object-store.ts';
import { RELAY_CATEGORIES, relayId, type MailServer } from '#platform/mail/send.ts';

/**
 * Whom this installation's configuration names: the mail relays, the mailbox, and who answers what address a name has.
 * @param ownMachines hosts among them that the configuration says are machines of our own
 */
export function declaredProcessors(
  relays: readonly MailServer[],
  nameServers: readonly NameServer[],
  mailbox: Pick<Mailbox, 'host' | 'port'> | null,
  ownMachines: readonly string[],
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
            bound: boundOf(mailbox.host, ownMachines),
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
      bound: boundOf(relay.host, ownMachines),
    })),
    // Asked about a firm's VAT number only with the firm's consent; without this row the door out would refuse it anyway.
    {
      id: 'eu-vat-number',
      name: 'European Commission, VAT number service (VIES)',
      service: 'says whether a VAT number is valid',
      categories: ['company'],
      purposes: ['account', 'billing'],
      places: [{ host: new URL(VIES.rest).hostname, port: 443, inside: false }],
      // A body of the Union, asked under Regulation (EU) 904/2010: no provider of ours.
      bound: 'law',
    },
    // Customers pay by card on its page once the operator has a contract with it; until then every call is refused.
    {
      id: STRIPE.id,
      name: 'Stripe Payments Europe, Limited',
      service: 'card payments on its own page',
      categories: ['invoice', 'card-token'],
      purposes: ['billing'],
      places: [{ host: STRIPE.host, port: 443, inside: false }],
      bound: 'contract',
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
      bound: nameServers.every(({ host }) => boundOf(host, ownMachines) === 'own-machine')
        ? 'own-machine'
        : 'contract',
    },
  ];
}

/** The object store for backups that the configuration names. */
export function declaredStore(
  { origin, bucket }: StorePlace,
  ownMachines: readonly string[],
): DeclaredProcessor {
  const { hostname, port, protocol, host } = new URL(origin);
  const at = Number(port) || (protocol === 'https:' ? 443 : 80);
  return {
    id: `backup-store:${host}:${bucket}`.toLowerCase().replace(/[^a-z0-9.:[\]-]/g, '-'),
    name: hostname,
    service: 'keeps backups',
    categories: ['backup'],
    purposes: ['security'],
    places: [true, false].map((inside) => ({ host: hostname, port: at, inside })),
    bound: boundOf(hostname, ownMachines),
  };
}
