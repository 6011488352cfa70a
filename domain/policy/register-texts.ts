import type { DataCategory } from '#domain/kernel/personal.ts';
import type { Said } from './parameters.ts';
import type { Basis } from './purposes.ts';
import type { KeptFrom, Recipient, Source } from './register.ts';

/** The register's entries in words: what a category is called, and what lies in it. */
export const CATEGORY_TEXTS: Readonly<
  Record<DataCategory, { readonly name: Said; readonly examples: Said }>
> = {
  contact: {
    name: { en: 'Contact details', de: 'Kontaktdaten' },
    examples: {
      en: 'name, e-mail, phone, postal address, role',
      de: 'Name, E-Mail, Telefon, Anschrift, Rolle',
    },
  },
  'profile-picture': {
    name: { en: 'Profile picture', de: 'Profilbild' },
    examples: {
      en: 'the picture, drawn anew without hidden details',
      de: 'das Bild, neu gezeichnet ohne verborgene Angaben',
    },
  },
  company: {
    name: { en: 'Company details', de: 'Firmendaten' },
    examples: {
      en: 'name, registration number, VAT number, addresses',
      de: 'Name, Registernummer, USt-IdNr., Anschriften',
    },
  },
  bank: {
    name: { en: 'Bank details', de: 'Bankverbindung' },
    examples: { en: 'IBAN and BIC, holder, mandate', de: 'IBAN und BIC, Inhaber, Mandat' },
  },
  'card-token': {
    name: { en: 'Payment card', de: 'Zahlungskarte' },
    examples: {
      en: 'the provider’s token, brand, last four digits, month of expiry; never the number',
      de: 'Kennung des Anbieters, Marke, letzte vier Ziffern, Ablaufmonat; nie die Nummer',
    },
  },
  invoice: {
    name: { en: 'Invoices and payments', de: 'Rechnungen und Zahlungen' },
    examples: {
      en: 'invoices, credit notes, payments, refunds',
      de: 'Rechnungen, Gutschriften, Zahlungen, Erstattungen',
    },
  },
  'order-delivery': {
    name: { en: 'Orders and deliveries', de: 'Aufträge und Lieferungen' },
    examples: {
      en: 'orders, lists you sent, delivery notes, signatures',
      de: 'Aufträge, übersandte Listen, Lieferscheine, Unterschriften',
    },
  },
  correspondence: {
    name: { en: 'Correspondence', de: 'Schriftwechsel' },
    examples: { en: 'mail, tickets, notes of calls', de: 'E-Mails, Anfragen, Gesprächsnotizen' },
  },
  credentials: {
    name: { en: 'Ways to sign in', de: 'Anmeldemittel' },
    examples: {
      en: 'hashes of password and session, second factor',
      de: 'Prüfwerte von Passwort und Sitzung, zweiter Faktor',
    },
  },
  'usage-log': {
    name: { en: 'Access log', de: 'Zugriffsprotokoll' },
    examples: {
      en: 'time, page, outcome, shortened address',
      de: 'Zeit, Seite, Ausgang, gekürzte Adresse',
    },
  },
  'audit-log': {
    name: { en: 'Record of actions', de: 'Nachweis von Handlungen' },
    examples: { en: 'who did what, and when', de: 'wer wann was getan hat' },
  },
  consent: {
    name: { en: 'Consents', de: 'Einwilligungen' },
    examples: {
      en: 'form, version, purpose, time and how consent was given or withdrawn',
      de: 'Formular, Fassung, Zweck, Zeit und wie eingewilligt oder widerrufen wurde',
    },
  },
  'cookie-consent': {
    name: { en: 'Choice of cookies', de: 'Wahl der Cookies' },
    examples: {
      en: 'a random number, the choice and its time; no name, no address',
      de: 'eine Zufallszahl, die Wahl und ihre Zeit; kein Name, keine Adresse',
    },
  },
  aggregate: {
    name: { en: 'Counts', de: 'Zählungen' },
    examples: {
      en: 'how many firms use something, with random noise; not personal',
      de: 'wie viele Firmen etwas benutzen, mit Zufall versehen; nicht personenbezogen',
    },
  },
  'hosted-odoo': {
    name: { en: 'Hosted Odoo servers', de: 'Gehostete Odoo-Server' },
    examples: {
      en: 'whatever a customer keeps on its server',
      de: 'was ein Kunde auf seinem Server speichert',
    },
  },
  backup: {
    name: { en: 'Backups', de: 'Sicherungen' },
    examples: { en: 'encrypted copies of the above', de: 'verschlüsselte Kopien des Obigen' },
  },
  'worker-times': {
    name: { en: 'Work on the shop floor', de: 'Arbeit in der Werkstatt' },
    examples: { en: 'scans and times', de: 'Scans und Zeiten' },
  },
};

export const SOURCE_TEXTS: Readonly<Record<Source, Said>> = {
  business: { en: 'the business itself', de: 'die Firma selbst' },
  registers: {
    en: 'public registers, with consent',
    de: 'öffentliche Register, mit Einwilligung',
  },
  user: { en: 'the user', de: 'wer das Konto benutzt' },
  person: { en: 'the person', de: 'die Person selbst' },
  visitor: { en: 'the visitor', de: 'wer die Website besucht' },
  'payment-provider': { en: 'the payment provider', de: 'der Zahlungsdienst' },
  driver: { en: 'the driver', de: 'der Fahrer' },
  tenant: { en: 'the customer', de: 'der Kunde' },
  'tenant-staff': { en: 'the customer’s staff', de: 'Beschäftigte des Kunden' },
  ourselves: { en: 'ourselves', de: 'wir selbst' },
  system: { en: 'the system', de: 'das System' },
};

export const RECIPIENT_TEXTS: Readonly<Record<Recipient, Said>> = {
  'mail-provider': { en: 'mail provider', de: 'E-Mail-Dienst' },
  carrier: { en: 'carrier (name and address only)', de: 'Spediteur (nur Name und Anschrift)' },
  'tax-authority': { en: 'tax authority', de: 'Finanzamt' },
  auditor: { en: 'auditor', de: 'Prüfer' },
  bank: { en: 'bank', de: 'Bank' },
  'payment-provider': { en: 'payment provider', de: 'Zahlungsdienst' },
  'analytics-provider': { en: 'statistics provider', de: 'Statistikdienst' },
  'hosting-provider': { en: 'hosting provider', de: 'Hosting-Anbieter' },
  'storage-provider': {
    en: 'storage provider (encrypted)',
    de: 'Speicheranbieter (verschlüsselt)',
  },
};

export const BASIS_TEXTS: Readonly<Record<Basis, Said>> = {
  consent: { en: 'consent', de: 'Einwilligung' },
  contract: { en: 'contract', de: 'Vertrag' },
  'legal-obligation': { en: 'legal obligation', de: 'rechtliche Verpflichtung' },
  'legitimate-interest': { en: 'legitimate interest', de: 'berechtigtes Interesse' },
  instruction: { en: 'the customer’s instruction', de: 'Weisung des Kunden' },
};

/** `{time}` is the hole for how long. */
export const KEPT_TEXTS: Readonly<Record<KeptFrom, Said>> = {
  'relationship-end': {
    en: 'end of the relationship + {time}',
    de: 'Ende der Geschäftsbeziehung + {time}',
  },
  'removed-or-account-end': {
    en: 'removed by the user, or with the account',
    de: 'vom Benutzer entfernt, oder mit dem Konto',
  },
  'last-use': { en: 'last use + {time}', de: 'letzte Verwendung + {time}' },
  'mandate-last-debit': {
    en: 'mandate: last debit + {time}',
    de: 'Mandat: letzte Lastschrift + {time}',
  },
  'card-end': { en: 'removal or expiry + {time}', de: 'Entfernung oder Ablauf + {time}' },
  'year-end': { en: 'end of the year of issue + {time}', de: 'Ende des Ausstellungsjahres + {time}' },
  'order-year-end': {
    en: 'end of the year + {time}, then invoice data only',
    de: 'Ende des Jahres + {time}, danach nur Rechnungsdaten',
  },
  closed: { en: 'closed + {time}', de: 'Abschluss + {time}' },
  'cancellation-closed': {
    en: 'cancellations: with the invoice, {time}',
    de: 'Kündigungen: mit der Rechnung, {time}',
  },
  written: { en: '{time}', de: '{time}' },
  'consent-end': { en: 'end of its validity + {time}', de: 'Ende der Gültigkeit + {time}' },
  'for-ever': { en: 'unlimited', de: 'unbegrenzt' },
  'hosting-end': {
    en: 'end of the service + {time} for retrieval',
    de: 'Ende des Dienstes + {time} zum Abholen',
  },
  rotation: { en: 'replaced within {time}', de: 'ersetzt innerhalb von {time}' },
  'tenant-setting': {
    en: 'as the customer sets it, at first {time}',
    de: 'wie der Kunde es einstellt, anfangs {time}',
  },
};
