import { defineWords } from '#platform/words/words.ts';

export const mailWords = defineWords(
  {
    'mail.reset.subject': 'Choose a new password',
    'mail.reset.text': 'Somebody, most likely you, asked for a new password for this address.',
    'mail.reset.button': 'Choose a new password',
    'mail.reset.note':
      'The link works once and for 30 minutes. If it was not you, do nothing: your password stays as it is.',
    'mail.password-changed.subject': 'Your password was changed',
    'mail.password-changed.text': 'The password of your login was changed and every other session was ended.',
    'mail.password-changed.button': 'Open Tenon',
    'mail.password-changed.note': 'If it was not you, ask for a new password at once and tell {company}.',
    'mail.email-confirm.subject': 'Confirm your new address',
    'mail.email-confirm.text':
      'From now on you want to sign in with this address. It counts once you have confirmed it.',
    'mail.email-confirm.button': 'Confirm this address',
    'mail.email-confirm.note': 'The link works once and for 24 hours.',
    'mail.email-notice.subject': 'Your address is being changed',
    'mail.email-notice.text':
      'Your login is to move to {address}. If that is right, there is nothing to do here.',
    'mail.email-notice.button': 'Stop or take it back',
    'mail.email-notice.note': 'The link works for seven days, also after the change, and ends every session.',
    'mail.factor-changed.subject': 'How you sign in was changed',
    'mail.factor-changed.text': '{change}',
    'mail.factor-changed.button': 'Open Tenon',
    'mail.factor-changed.note': 'If it was not you, change your password at once and tell {company}.',
    'mail.invitation.subject': '{company} invites you',
    'mail.invitation.text': '{inviter} wants to work with you in {company} on Tenon, as: {role}.',
    'mail.invitation.button': 'Accept the invitation',
    'mail.invitation.note': 'The link works once and for seven days.',
    'mail.account-closed.subject': 'Your login is closed',
    'mail.account-closed.text':
      'Your login was closed and every session was ended. Picture, second factors and password are deleted.',
    'mail.account-closed.button': 'Open Tenon',
    'mail.account-closed.note': 'Your name stays on papers and in records that the law wants kept.',
    'mail.bank-changed.subject': 'The bank account of {company} was changed',
    'mail.bank-changed.text': '{who} changed it from {from} to {to}.',
    'mail.bank-changed.button': 'Look at the company’s details',
    'mail.bank-changed.note':
      'If nobody of you did this, change it back, change the password of {who} and tell the operator.',
    'mail.bank-changed.none': 'no account',
    'mail.bank-change-asked.subject': 'Another bank account for {company} waits for a second person',
    'mail.bank-change-asked.text':
      '{who} wants to change it from {from} to {to}. Until it is confirmed, the account stays as it is.',
    'mail.bank-change-asked.button': 'Confirm or refuse it',
    'mail.bank-change-asked.note':
      'Ask {who} by telephone whether this is right. If nobody of you did it, refuse it and tell the operator.',
    'mail.supplier-account.subject': 'An invoice of {supplier} names another account',
    'mail.supplier-account.text':
      'The invoice {number} of {supplier} asks for payment to {account}. Its invoices before named {earlier}. {who} took it in; before it is paid, somebody has to approve it and a second person the transfer.',
    'mail.supplier-account.button': 'Look at the invoice',
    'mail.supplier-account.note':
      'Ask {supplier} by a telephone number that you knew before, never by one on this invoice.',
    'mail.support-opened.subject': 'Support access to {company} is open',
    'mail.support-opened.text': '{who} opened it until {until}. Reason: {reason}',
    'mail.support-opened.button': 'See or end the access',
    'mail.support-opened.note': 'Everything that is looked at is written down and shown to you.',
    'mail.way-back.subject': 'Somebody asks to become owner of {company}',
    'mail.way-back.text':
      '{who} asks to become owner, because none is left: {reason} It is decided not before {until}.',
    'mail.way-back.button': 'Sign in and object',
    'mail.way-back.note': 'An owner who signs in ends this request.',
  },
  {
    'mail.reset.subject': 'Ein neues Passwort wählen',
    'mail.reset.text': 'Jemand, wahrscheinlich Sie, hat für diese Adresse ein neues Passwort verlangt.',
    'mail.reset.button': 'Neues Passwort wählen',
    'mail.reset.note':
      'Der Link gilt einmal und 30 Minuten lang. Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    'mail.password-changed.subject': 'Ihr Passwort wurde geändert',
    'mail.password-changed.text':
      'Das Passwort Ihrer Anmeldung wurde geändert, alle anderen Sitzungen wurden beendet.',
    'mail.password-changed.button': 'Tenon öffnen',
    'mail.password-changed.note':
      'Waren Sie es nicht, verlangen Sie sofort ein neues Passwort und sagen Sie {company} Bescheid.',
    'mail.email-confirm.subject': 'Bestätigen Sie Ihre neue Adresse',
    'mail.email-confirm.text':
      'Sie möchten sich künftig mit dieser Adresse anmelden. Sie gilt, sobald Sie sie bestätigt haben.',
    'mail.email-confirm.button': 'Diese Adresse bestätigen',
    'mail.email-confirm.note': 'Der Link gilt einmal und 24 Stunden lang.',
    'mail.email-notice.subject': 'Ihre Adresse wird geändert',
    'mail.email-notice.text':
      'Ihre Anmeldung soll auf {address} umziehen. Ist das richtig, gibt es hier nichts zu tun.',
    'mail.email-notice.button': 'Aufhalten oder zurücknehmen',
    'mail.email-notice.note':
      'Der Link gilt sieben Tage, auch nach der Änderung, und beendet alle Sitzungen.',
    'mail.factor-changed.subject': 'Ihre Anmeldung wurde geändert',
    'mail.factor-changed.text': '{change}',
    'mail.factor-changed.button': 'Tenon öffnen',
    'mail.factor-changed.note':
      'Waren Sie es nicht, ändern Sie sofort Ihr Passwort und sagen Sie {company} Bescheid.',
    'mail.invitation.subject': '{company} lädt Sie ein',
    'mail.invitation.text': '{inviter} möchte mit Ihnen bei {company} in Tenon arbeiten, als: {role}.',
    'mail.invitation.button': 'Einladung annehmen',
    'mail.invitation.note': 'Der Link gilt einmal und sieben Tage lang.',
    'mail.account-closed.subject': 'Ihre Anmeldung ist geschlossen',
    'mail.account-closed.text':
      'Ihre Anmeldung wurde geschlossen, alle Sitzungen sind beendet. Bild, zweite Faktoren und Passwort sind gelöscht.',
    'mail.account-closed.button': 'Tenon öffnen',
    'mail.account-closed.note': 'Ihr Name bleibt auf Belegen und in Aufzeichnungen, die das Gesetz verlangt.',
    'mail.bank-changed.subject': 'Das Bankkonto von {company} wurde geändert',
    'mail.bank-changed.text': '{who} hat es von {from} auf {to} geändert.',
    'mail.bank-changed.button': 'Angaben zur Firma ansehen',
    'mail.bank-changed.note':
      'War es niemand von Ihnen, ändern Sie es zurück, ändern Sie das Passwort von {who} und sagen Sie es dem Betreiber.',
    'mail.bank-changed.none': 'keinem Konto',
    'mail.bank-change-asked.subject': 'Ein anderes Bankkonto für {company} wartet auf eine zweite Person',
    'mail.bank-change-asked.text':
      '{who} möchte es von {from} auf {to} ändern. Bis es bestätigt ist, bleibt das Konto, wie es ist.',
    'mail.bank-change-asked.button': 'Bestätigen oder ablehnen',
    'mail.bank-change-asked.note':
      'Fragen Sie {who} am Telefon, ob das stimmt. War es niemand von Ihnen, lehnen Sie es ab und sagen Sie es dem Betreiber.',
    'mail.supplier-account.subject': 'Eine Rechnung von {supplier} nennt ein anderes Konto',
    'mail.supplier-account.text':
      'Die Rechnung {number} von {supplier} soll auf {account} bezahlt werden. Frühere Rechnungen nannten {earlier}. {who} hat sie angenommen; vor der Zahlung muss jemand sie freigeben und eine zweite Person die Überweisung.',
    'mail.supplier-account.button': 'Rechnung ansehen',
    'mail.supplier-account.note':
      'Fragen Sie {supplier} unter einer Telefonnummer, die Sie vorher kannten, nie unter einer von dieser Rechnung.',
    'mail.support-opened.subject': 'Der Zugang für die Betreuung von {company} ist offen',
    'mail.support-opened.text': '{who} hat ihn bis {until} geöffnet. Grund: {reason}',
    'mail.support-opened.button': 'Zugang ansehen oder beenden',
    'mail.support-opened.note': 'Alles, was angesehen wird, wird aufgeschrieben und Ihnen gezeigt.',
    'mail.way-back.subject': 'Jemand möchte Inhaber von {company} werden',
    'mail.way-back.text':
      '{who} möchte Inhaber werden, weil keiner mehr da ist: {reason} Entschieden wird nicht vor {until}.',
    'mail.way-back.button': 'Anmelden und widersprechen',
    'mail.way-back.note': 'Meldet sich ein Inhaber an, ist dieser Antrag beendet.',
  },
);
