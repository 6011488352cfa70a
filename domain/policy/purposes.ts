import { PURPOSES, type Purpose } from '#domain/kernel/personal.ts';
import type { Said } from './parameters.ts';

/** A ground on which personal data may be processed (Art. 6 GDPR), or a tenant's instruction (Art. 28). */
export type Basis = 'consent' | 'contract' | 'legal-obligation' | 'legitimate-interest' | 'instruction';

/**
 * Why an interest of ours outweighs: written down before the purpose is used (Art. 6(1)(f)).
 * @see clause P-2.2b
 */
export interface BalancingNote {
  /** what we want, and why it is legitimate */
  readonly interest: Said;
  /** why less data would not do */
  readonly necessity: Said;
  /** what it means for the person */
  readonly effect: Said;
  /** what keeps that effect small */
  readonly safeguards: Said;
}

export interface PurposeEntry {
  readonly name: Said;
  /** beside a form, after "We use this": "to keep your account and let you sign in" */
  readonly why: Said;
  /** ground that the policy names */
  readonly stated: Basis;
  /** ground that carries it besides; the product does what the stricter one asks */
  readonly fallback: Basis | null;
  /** what no longer works without consent; null where consent is not the ground */
  readonly stops: Said | null;
  readonly balancing: BalancingNote | null;
}

/**
 * The closed list of purposes. What is not here, nobody can do: there is no marketing, no sale.
 * @see clauses P-2.4, P-data.purposes
 */
export const PURPOSE_REGISTER: Readonly<Record<Purpose, PurposeEntry>> = {
  account: {
    name: { en: 'Your account', de: 'Ihr Konto' },
    why: {
      en: 'to keep your account, know who may act for your firm, and let you sign in',
      de: 'um Ihr Konto zu führen, zu wissen, wer für Ihre Firma handeln darf, und Sie anzumelden',
    },
    stated: 'consent',
    fallback: 'contract',
    stops: {
      en: 'Your profile and your firm’s details can no longer be changed; optional details such as your picture are removed.',
      de: 'Ihr Profil und die Angaben zu Ihrer Firma lassen sich nicht mehr ändern; freiwillige Angaben wie Ihr Bild werden entfernt.',
    },
    balancing: null,
  },
  order: {
    name: { en: 'Your orders', de: 'Ihre Aufträge' },
    why: {
      en: 'to price and fulfil what you order',
      de: 'um zu berechnen und zu erfüllen, was Sie bestellen',
    },
    stated: 'consent',
    fallback: 'contract',
    stops: {
      en: 'No new order can be placed. Orders already placed are fulfilled, because the contract asks for it.',
      de: 'Neue Bestellungen sind nicht möglich. Bereits erteilte Aufträge werden erfüllt, weil der Vertrag es verlangt.',
    },
    balancing: null,
  },
  delivery: {
    name: { en: 'Delivery', de: 'Lieferung' },
    why: { en: 'to bring what you ordered to you', de: 'um Ihnen zu bringen, was Sie bestellt haben' },
    stated: 'consent',
    fallback: 'contract',
    stops: {
      en: 'Nothing new is delivered to you or to an address you gave.',
      de: 'An Sie oder eine von Ihnen genannte Adresse wird nichts Neues mehr geliefert.',
    },
    balancing: null,
  },
  support: {
    name: { en: 'Questions and support', de: 'Fragen und Hilfe' },
    why: { en: 'to answer what you ask us', de: 'um zu beantworten, was Sie uns fragen' },
    stated: 'consent',
    fallback: 'legitimate-interest',
    stops: {
      en: 'We close your open questions without an answer and keep no new ones.',
      de: 'Offene Fragen schließen wir ohne Antwort und nehmen keine neuen auf.',
    },
    balancing: {
      interest: {
        en: 'To answer whoever writes to us, and to know later what was agreed.',
        de: 'Wer uns schreibt, soll eine Antwort bekommen; später soll feststehen, was vereinbart wurde.',
      },
      necessity: {
        en: 'An answer needs the address and the words it answers.',
        de: 'Eine Antwort braucht die Adresse und die Worte, auf die sie antwortet.',
      },
      effect: {
        en: 'Small: the person wrote first and expects an answer.',
        de: 'Gering: Die Person hat zuerst geschrieben und erwartet eine Antwort.',
      },
      safeguards: {
        en: 'Card numbers are masked on arrival, only support reads the messages, and they are deleted after a fixed time.',
        de: 'Kartennummern werden bei Eingang maskiert, nur die Betreuung liest die Nachrichten, und nach fester Frist werden sie gelöscht.',
      },
    },
  },
  'service-messages': {
    name: { en: 'Messages about the service', de: 'Mitteilungen zum Dienst' },
    why: {
      en: 'to tell you what happens to your orders, invoices and the service itself',
      de: 'um Ihnen mitzuteilen, was mit Aufträgen, Rechnungen und dem Dienst selbst geschieht',
    },
    stated: 'consent',
    fallback: 'contract',
    stops: {
      en: 'Optional messages stop. Those that the contract needs, such as invoices, still come.',
      de: 'Freiwillige Mitteilungen enden. Was der Vertrag braucht, etwa Rechnungen, kommt weiterhin.',
    },
    balancing: null,
  },
  billing: {
    name: { en: 'Invoices and payment', de: 'Rechnungen und Zahlung' },
    why: {
      en: 'to issue invoices and take payments',
      de: 'um Rechnungen zu stellen und Zahlungen anzunehmen',
    },
    stated: 'consent',
    fallback: 'contract',
    stops: {
      en: 'Your bank details are no longer used for new payments; open invoices are paid by transfer.',
      de: 'Ihre Bankverbindung wird nicht mehr für neue Zahlungen verwendet; offene Rechnungen zahlen Sie per Überweisung.',
    },
    balancing: null,
  },
  legal: {
    name: { en: 'What the law asks for', de: 'Was das Gesetz verlangt' },
    why: { en: 'because a law obliges us to', de: 'weil ein Gesetz uns dazu verpflichtet' },
    stated: 'legal-obligation',
    fallback: null,
    stops: null,
    balancing: null,
  },
  security: {
    name: { en: 'Security', de: 'Sicherheit' },
    why: {
      en: 'to keep accounts and data safe and to find misuse',
      de: 'um Konten und Daten zu schützen und Missbrauch zu erkennen',
    },
    stated: 'legitimate-interest',
    fallback: null,
    stops: null,
    balancing: {
      interest: {
        en: 'To notice attacks and to find out afterwards what happened.',
        de: 'Angriffe bemerken und hinterher feststellen, was geschehen ist.',
      },
      necessity: {
        en: 'Without who, when and from where, an attack cannot be told from everyday use.',
        de: 'Ohne wer, wann und von wo lässt sich ein Angriff nicht vom Alltag unterscheiden.',
      },
      effect: {
        en: 'Small: the records are not used to judge how somebody works.',
        de: 'Gering: Die Aufzeichnungen dienen nicht der Beurteilung, wie jemand arbeitet.',
      },
      safeguards: {
        en: 'No contents, addresses are shortened after days, everything is deleted after weeks, and each look at it is recorded.',
        de: 'Keine Inhalte, Adressen werden nach Tagen gekürzt, alles wird nach Wochen gelöscht, und jeder Blick darauf wird festgehalten.',
      },
    },
  },
  improvement: {
    name: { en: 'A better service', de: 'Ein besserer Dienst' },
    why: {
      en: 'to see which parts of the service are slow or fail',
      de: 'um zu sehen, welche Teile des Dienstes langsam sind oder versagen',
    },
    stated: 'legitimate-interest',
    fallback: null,
    stops: null,
    balancing: {
      interest: {
        en: 'To find what is slow, fails, or is used by nobody.',
        de: 'Finden, was langsam ist, versagt oder von niemandem benutzt wird.',
      },
      necessity: {
        en: 'Route, duration and outcome are enough, so nothing else is written down.',
        de: 'Adresse, Dauer und Ausgang genügen, daher wird nichts weiter aufgeschrieben.',
      },
      effect: {
        en: 'Very small: nobody is looked at as a person.',
        de: 'Sehr gering: Niemand wird als Person betrachtet.',
      },
      safeguards: {
        en: 'No search terms and no contents; you can object in your account, and it ends with your next request.',
        de: 'Keine Suchworte und keine Inhalte; Sie können im Konto widersprechen, und ab Ihrer nächsten Anfrage endet es.',
      },
    },
  },
  analytics: {
    name: { en: 'Statistics', de: 'Statistik' },
    why: {
      en: 'to count, without names, how many firms use what',
      de: 'um ohne Namen zu zählen, wie viele Firmen was benutzen',
    },
    stated: 'legitimate-interest',
    fallback: null,
    stops: null,
    balancing: {
      interest: {
        en: 'To learn which parts of the service are worth our work.',
        de: 'Erfahren, welche Teile des Dienstes unsere Arbeit wert sind.',
      },
      necessity: {
        en: 'A few counts over all firms are enough; nothing about one firm is needed.',
        de: 'Wenige Zahlen über alle Firmen genügen; über eine einzelne wird nichts gebraucht.',
      },
      effect: {
        en: 'None that could be noticed: the counts would be the same with or without you.',
        de: 'Keine merkliche: Mit und ohne Sie wären die Zahlen dieselben.',
      },
      safeguards: {
        en: 'Random noise is added before anything leaves, small counts are not shown, and what is spent of the privacy budget is public.',
        de: 'Bevor etwas hinausgeht, kommt Zufall hinzu, kleine Zahlen werden nicht gezeigt, und was vom Schutzbudget verbraucht ist, steht öffentlich.',
      },
    },
  },
};

/** Purposes that stand on consent, and so can be withdrawn from one by one. */
export const WITHDRAWABLE: readonly Purpose[] = PURPOSES.filter(
  (purpose) => PURPOSE_REGISTER[purpose].stated === 'consent',
);

/**
 * Whether a purpose may be pursued at all: one that stands on our interest, first or second, needs its balancing note.
 * @see clause P-2.2b
 */
export function isJustified(entry: PurposeEntry): boolean {
  const onInterest = entry.stated === 'legitimate-interest' || entry.fallback === 'legitimate-interest';
  if (!onInterest) return true;
  const note = entry.balancing;
  return (
    note !== null &&
    [note.interest, note.necessity, note.effect, note.safeguards].every(
      ({ en, de }) => en.trim() !== '' && de.trim() !== '',
    )
  );
}
