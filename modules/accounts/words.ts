import { defineWords } from '#platform/words/words.ts';

export const accountsWords = defineWords(
  {
    'accounts.customers': 'Customers',
    'refusal.sign_in_refused': 'E-mail and password do not belong together.',
    'refusal.sign_in_refused.remedy': 'Check both and try again.',
    'refusal.sign_in_braked': 'Too many failed attempts.',
    'refusal.sign_in_braked.remedy': 'Wait {minutes} minutes, then try again.',
    'refusal.tenant_needed': 'This login works for several companies.',
    'refusal.tenant_needed.remedy': 'Choose one of them.',
    'refusal.demo_not_here':
      'One-click sign-in exists only for the demo factory, and only on the machine it runs on.',
    'refusal.customer_unknown': 'There is no such customer.',
  },
  {
    'accounts.customers': 'Kunden',
    'refusal.sign_in_refused': 'E-Mail und Passwort gehören nicht zusammen.',
    'refusal.sign_in_refused.remedy': 'Prüfen Sie beides und versuchen Sie es noch einmal.',
    'refusal.sign_in_braked': 'Zu viele Fehlversuche.',
    'refusal.sign_in_braked.remedy': 'Warten Sie {minutes} Minuten und versuchen Sie es dann noch einmal.',
    'refusal.tenant_needed': 'Diese Anmeldung gehört zu mehreren Firmen.',
    'refusal.tenant_needed.remedy': 'Wählen Sie eine davon.',
    'refusal.demo_not_here':
      'Die Anmeldung mit einem Klick gibt es nur für den Demobetrieb und nur auf dem Rechner, auf dem er läuft.',
    'refusal.customer_unknown': 'Diesen Kunden gibt es nicht.',
  },
);
