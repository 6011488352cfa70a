import { defineWords } from '#platform/words/words.ts';

export const deliveryWords = defineWords(
  {
    'delivery.title': 'Delivery',
    'refusal.order_not_accepted': 'This order is not accepted yet (it is {state}).',
    'refusal.order_not_accepted.remedy': 'Accept the order first.',
    'refusal.no_packages_waiting': 'No package of this order waits in the hall.',
    'refusal.no_packages_waiting.remedy': 'Pack its units at the packing station first.',
    'refusal.delivery_unknown': 'There is no such delivery note.',
    'refusal.delivery_done': 'This delivery is already confirmed.',
    'refusal.document_unknown': 'This paper has not been made yet.',
    'refusal.document_unknown.remedy': 'It is being made; look again in a moment.',
  },
  {
    'delivery.title': 'Lieferung',
    'refusal.order_not_accepted': 'Dieser Auftrag ist noch nicht angenommen (Stand: {state}).',
    'refusal.order_not_accepted.remedy': 'Nehmen Sie den Auftrag zuerst an.',
    'refusal.no_packages_waiting': 'Von diesem Auftrag steht kein Paket in der Halle.',
    'refusal.no_packages_waiting.remedy': 'Verpacken Sie zuerst seine Möbel am Packplatz.',
    'refusal.delivery_unknown': 'Diesen Lieferschein gibt es nicht.',
    'refusal.delivery_done': 'Diese Lieferung ist schon bestätigt.',
    'refusal.document_unknown': 'Dieses Papier ist noch nicht erstellt.',
    'refusal.document_unknown.remedy': 'Es wird gerade erstellt; sehen Sie gleich noch einmal nach.',
  },
);
