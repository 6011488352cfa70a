import type { Instant } from '#domain/kernel/days.ts';
import { keeps, shows } from '#domain/policy/keep.ts';
import { aloneFrom, decideBankConfirm } from './bank-rules.ts';

/** What accounts does to keep the promises. */
const PEOPLE = 'modules/accounts/people.db.test.ts';
const KEYS_AND_LOOKS = 'modules/accounts/keys-and-looks.db.test.ts';
const ACCOUNTS = 'modules/accounts/accounts.db.test.ts';
const MONEY_ELSEWHERE = 'modules/billing/money-elsewhere.db.test.ts';

keeps('P-2.1c', 'profile-picture', {
  keptBy: {
    en: 'A profile picture is made anew from its pixels alone: place, camera and everything else behind it are dropped, and it is deleted at once when its owner says so.',
    de: 'Ein Profilbild wird allein aus seinen Bildpunkten neu gemacht: Ort, Kamera und alles andere dahinter fällt weg, und es wird sofort gelöscht, wenn die Person es sagt.',
  },
  sources: [
    'platform/pictures/picture-size.ts',
    'platform/pictures/picture-thread.ts',
    'platform/pictures/remake-picture.ts',
    'modules/accounts/pictures.ts',
  ],
});
shows('P-2.1c', 'profile-picture', {
  file: 'platform/pictures/remake-picture.test.ts',
  test: 'a photo with a maker and a place > comes out as a small picture without either',
});
shows('P-2.1c', 'profile-picture', {
  file: PEOPLE,
  test: 'a picture is made anew, served to colleagues alone, and gone at once',
});

keeps('P-1.2', 'support-by-grant', {
  keptBy: {
    en: 'The operator’s staff sees a customer’s data only with a code that the customer made, for the time it allowed; it looks and changes nothing, a banner says so on every page, and all that it looks at is listed for the customer.',
    de: 'Die Leute des Betreibers sehen Daten eines Kunden nur mit einem Code, den der Kunde gemacht hat, und nur so lange, wie er es erlaubt; sie sehen an und ändern nichts, ein Hinweis steht auf jeder Seite, und alles Angesehene ist für den Kunden aufgelistet.',
  },
  sources: [
    'modules/accounts/support-access.ts',
    'modules/accounts/open-grant.ts',
    'modules/accounts/looks.ts',
    'modules/accounts/sessions.ts',
  ],
});
shows('P-1.2', 'support-by-grant', {
  file: KEYS_AND_LOOKS,
  test: 'support access > opens only by the code, looks and changes nothing, is shown to both sides and written down',
});
shows('P-1.2', 'support-by-grant', {
  file: KEYS_AND_LOOKS,
  test: 'support access > ends after an hour of looking, and with the time that was granted; seven days at most',
});

keeps(['P-2.3a', 'P-2.3b'], 'vat-number-service', {
  keptBy: {
    en: 'The EU’s VAT number service is asked only after consent; what it says is kept with its origin and date, no answer is never taken for “invalid”, and all of it goes when consent is taken back.',
    de: 'Der USt-IdNr.-Dienst der EU wird nur nach Zustimmung gefragt; was er sagt, wird mit Herkunft und Datum aufbewahrt, keine Antwort gilt nie als „ungültig“, und mit dem Widerruf verschwindet alles davon.',
  },
  sources: ['modules/accounts/vies.ts', 'modules/accounts/vat-checks.ts'],
});
shows(['P-2.3a', 'P-2.3b'], 'vat-number-service', {
  file: PEOPLE,
  test: 'the company > is asked about at no source without its consent',
});
shows(['P-2.3a', 'P-2.3b'], 'vat-number-service', {
  file: 'modules/accounts/vies.test.ts',
  test: 'both doors away: unchecked',
});

keeps(['P-data.types.1', 'P-data.types.2'], 'only-what-is-needed', {
  keptBy: {
    en: 'An account asks for the name and the country of the firm, one person and an address to write to. Everything else may stay empty, and numbers of the firm are checked before they are kept.',
    de: 'Ein Konto fragt nach Name und Land der Firma, einer Person und einer Adresse zum Schreiben. Alles andere darf leer bleiben, und Nummern der Firma werden geprüft, bevor sie gespeichert werden.',
  },
  sources: [
    'modules/accounts/forms.ts',
    'modules/accounts/company-contract.ts',
    'modules/accounts/contract.ts',
    'modules/accounts/contacts-contract.ts',
    'domain/money/vat-number.ts',
    'apps/server/privacy-gates.ts',
  ],
});
shows(['P-data.types.1', 'P-data.types.2'], 'only-what-is-needed', {
  file: 'modules/accounts/forms.test.ts',
  test: 'an account asks for no more than a name, a country, a person and an address to write to; all else may stay empty',
});
shows(['P-data.types.1', 'P-data.types.2'], 'only-what-is-needed', {
  file: 'apps/server/privacy-gates.db.test.ts',
  test: 'forms > each route that takes what people tell declares its form, field by field',
});
shows('P-data.types.1', 'only-what-is-needed', {
  file: PEOPLE,
  test: 'a contact of a customer may what it was given, is no staff, and is found only where it belongs',
});
shows('P-data.types.2', 'only-what-is-needed', {
  file: PEOPLE,
  test: 'the company > takes numbers whose digits fit, keeps the account sealed, and shows it whole only for a reason',
});

keeps('P-data.types.3', 'bank-details-guarded', {
  keptBy: {
    en: 'An account number is checked before it is kept, shown with its country and last four characters only, and read in full only for a stated reason that is written down.',
    de: 'Eine Kontonummer wird vor dem Speichern geprüft, nur mit Land und letzten vier Zeichen gezeigt und ganz nur aus einem genannten Grund gelesen, der aufgeschrieben wird.',
  },
  sources: ['domain/money/iban.ts', 'modules/accounts/company.ts', 'modules/accounts/company-contract.ts'],
});
shows('P-data.types.3', 'bank-details-guarded', {
  file: 'domain/money/iban.test.ts',
  test: 'is printed in fours, and masked to country and last four',
});
shows('P-data.types.3', 'bank-details-guarded', {
  file: PEOPLE,
  test: 'the company > takes numbers whose digits fit, keeps the account sealed, and shows it whole only for a reason',
});

shows('P-data.types.3', 'bank-change-second-person', {
  file: 'modules/accounts/promises.ts',
  self: (values) => {
    const asked = { askedBy: 'login:a', askedAt: '2026-03-01T08:00:00.000Z' as Instant };
    const ripe = aloneFrom(asked.askedAt, values['operator.soloWaitHours']);
    const own = (others: number, provenAt: Instant, now: Instant) =>
      decideBankConfirm(values, asked, { actor: 'login:a', provenAt, others }, now).ok;
    if (own(1, ripe, ripe))
      return 'who asked for another account may confirm it although somebody else is there';
    if (own(0, asked.askedAt, ripe)) return 'an account was confirmed alone without signing in again';
    if (own(0, ripe, asked.askedAt)) return 'an account was confirmed alone before the wait was over';
    return own(0, ripe, ripe) ? null : 'where only one person decides, nobody could ever confirm an account';
  },
});
shows('P-data.types.3', 'bank-change-second-person', {
  file: PEOPLE,
  test: 'the company > takes numbers whose digits fit, keeps the account sealed, and shows it whole only for a reason',
});

keeps('P-data.types.3', 'account-change-told', {
  keptBy: {
    en: 'Everybody who is known as owner or for invoices at a customer is told by mail when a refund goes to another account than the payment came from, and of each direct debit mandate that begins or ends; when a supplier’s invoice names another account, everybody who decides for the firm is told, and the supplier at the address it gave before. A transfer goes out only after a second person approved it.',
    de: 'Alle, die bei einem Kunden als Inhaber oder für Rechnungen bekannt sind, erfahren es per Mail, wenn eine Rückzahlung auf ein anderes Konto geht, als die Zahlung kam, und von jedem Lastschriftmandat, das beginnt oder endet; nennt die Rechnung eines Lieferanten ein anderes Konto, erfahren es alle, die für die Firma entscheiden, und der Lieferant unter der Adresse, die er früher nannte. Eine Überweisung geht erst hinaus, wenn eine zweite Person sie freigegeben hat.',
  },
  sources: [
    'modules/accounts/tell-contacts.ts',
    'modules/accounts/account-mail.ts',
    'modules/billing/sepa/mandates.ts',
    'modules/billing/sepa/payouts.ts',
    'modules/billing/sepa/run-steps.ts',
    'modules/billing/payables/tell-account-changed.ts',
    'modules/billing/payables/take-invoice.ts',
  ],
});
shows('P-data.types.3', 'account-change-told', {
  file: MONEY_ELSEWHERE,
  test: 'who hears that money takes another way > owners and whoever looks after invoices at the customer: a mandate, its end, a refund to another account',
});
shows('P-data.types.3', 'account-change-told', {
  file: MONEY_ELSEWHERE,
  test: 'who hears that money takes another way > owners, and the supplier at the address it gave before: an invoice in its name that asks for another account',
});
shows('P-data.types.3', 'account-change-told', {
  file: 'modules/billing/money-out.db.test.ts',
  test: 'transfers > suppliers and refunds go out once, after a second person approved; the statement books them',
});

keeps('P-data.purposes.2', 'mail-chosen-by-person', {
  keptBy: {
    en: 'Messages that the contract does not need are turned off person by person: by one press in the mail itself, on a page behind its link, in one’s own account, or by our office for a contact who says so. What the contract needs is named there and always comes.',
    de: 'Mitteilungen, die der Vertrag nicht braucht, bestellt jede Person für sich ab: mit einem Druck in der Mail selbst, auf einer Seite hinter ihrem Link, im eigenen Konto oder durch unser Büro für einen Kontakt, der es sagt. Was der Vertrag braucht, steht dort und kommt immer.',
  },
  sources: [
    'platform/mail/kinds.ts',
    'platform/mail/choice.ts',
    'platform/mail/deliver.ts',
    'modules/accounts/mail-choices.ts',
    'modules/support/choice-page.ts',
  ],
});
shows('P-data.purposes.2', 'mail-chosen-by-person', {
  file: PEOPLE,
  test: 'mail that is not needed > is turned off and on by each person, and for a contact who says so; what is needed cannot be',
});

keeps('P-data.0a', 'sign-in-guarded', {
  keptBy: {
    en: 'Passwords are kept as memory-hard hashes, a second factor can be added and demanded, each code and each link works once, and guessing is slowed down.',
    de: 'Passwörter werden nur als speicherharte Prüfwerte aufbewahrt, ein zweiter Faktor kann hinzugefügt und verlangt werden, jeder Code und jeder Link gilt einmal, und Raten wird gebremst.',
  },
  sources: [
    'modules/accounts/password.ts',
    'modules/accounts/password-choice.ts',
    'modules/accounts/common-passwords.ts',
    'modules/accounts/totp.ts',
    'modules/accounts/second-factor.ts',
    'modules/accounts/one-time-tokens.ts',
    'modules/accounts/brake.ts',
    'modules/accounts/sign-in.ts',
  ],
});
shows('P-data.0a', 'sign-in-guarded', {
  file: ACCOUNTS,
  test: 'signing in > asks for the second factor after a right password, takes each code once and no code five times wrong',
});
shows('P-data.0a', 'sign-in-guarded', {
  file: ACCOUNTS,
  test: 'a forgotten password > is chosen anew by a link that works once, ends every session and keeps the second factor',
});
