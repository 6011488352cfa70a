import { defineWords } from '#platform/words/words.ts';

export const supportWords = defineWords(
  {
    'refusal.support_mail_unknown': 'There is no such mail.',
    'refusal.support_mail_by_machine':
      'A program wrote this mail ({class}); there is nothing to decide about it.',
    'refusal.holiday_unknown': 'This day is no public holiday in your list.',
    'refusal.mail_unknown': 'There is no such mail.',
    'refusal.mail_not_failed': 'This mail is {state}; only mail that failed or came back is sent again.',
    'refusal.mail_not_failed.remedy': 'Wait until it goes out or comes back.',
    'refusal.mail_link_gone':
      'The link in this mail works once, and it is kept nowhere once the mail is out.',
    'refusal.mail_link_gone.remedy':
      'Make a new link where this one was made: a new invitation, a new password mail.',
    'refusal.mail_address_invalid': '{value} is no mail address.',
    'refusal.mail_address_invalid.remedy': 'Write it like name@firm.com.',
    'refusal.mail_relay_not_registered': 'This is no mail relay among your own machines.',
    'refusal.mail_relay_not_registered.remedy':
      'Register it first under Company, own machines, as a mail relay, with its host and port.',
    'refusal.mail_relay_not_admitted': '{value} lies inside, and the operator has not admitted it.',
    'refusal.mail_relay_not_admitted.remedy': 'Ask the operator to admit it, or name a relay outside.',
    'refusal.mail_relay_plain': 'Mail leaves a network encrypted only.',
    'refusal.mail_relay_plain.remedy': 'Take TLS (usually port 465) or STARTTLS (usually port 587).',
    'refusal.mail_relay_user': 'A password without a user opens nothing.',
    'refusal.mail_relay_user.remedy': 'Enter the user as well, or leave both empty.',
    'refusal.mail_relay_password': 'This user needs a password.',
    'refusal.mail_relay_password.remedy':
      'Enter it. One that was kept stays with the machine and the user it was entered for.',
    'refusal.mail_relay_none': 'You have no relay of your own.',
    'refusal.mail_relay_none.remedy': 'Choose one first.',
    'refusal.mail_from_none': 'You have chosen no address of your own.',
    'refusal.mail_from_none.remedy': 'Choose one first.',
    'refusal.mail_from_taken': '{value} belongs to another company here.',
    'refusal.mail_from_taken.remedy': 'Choose an address of your own domain.',
    'refusal.mail_selector_form': '“{value}” is no selector.',
    'refusal.mail_selector_form.remedy':
      'Take the part before ._domainkey as your mail provider names it, such as s1.',
  },
  {
    'refusal.support_mail_unknown': 'Diese E-Mail gibt es nicht.',
    'refusal.support_mail_by_machine':
      'Diese E-Mail hat ein Programm geschrieben ({class}); zu entscheiden ist an ihr nichts.',
    'refusal.holiday_unknown': 'Dieser Tag steht nicht in Ihrer Liste der Feiertage.',
    'refusal.mail_unknown': 'Diese E-Mail gibt es nicht.',
    'refusal.mail_not_failed':
      'Diese E-Mail ist {state}; noch einmal gesendet wird nur, was scheiterte oder zurückkam.',
    'refusal.mail_not_failed.remedy': 'Warten Sie, bis sie hinausgeht oder zurückkommt.',
    'refusal.mail_link_gone':
      'Der Link in dieser E-Mail gilt einmal und wird nirgends aufgehoben, sobald sie hinaus ist.',
    'refusal.mail_link_gone.remedy':
      'Machen Sie dort einen neuen Link, wo dieser entstand: eine neue Einladung, eine neue Passwort-Mail.',
    'refusal.mail_address_invalid': '{value} ist keine E-Mail-Adresse.',
    'refusal.mail_address_invalid.remedy': 'Schreiben Sie sie wie name@firma.de.',
    'refusal.mail_relay_not_registered': 'Das ist kein Mail-Relay unter Ihren eigenen Rechnern.',
    'refusal.mail_relay_not_registered.remedy':
      'Tragen Sie es zuerst unter Firma, eigene Rechner als Mail-Relay ein, mit Host und Port.',
    'refusal.mail_relay_not_admitted':
      '{value} liegt im eigenen Netz, und der Betreiber hat es nicht zugelassen.',
    'refusal.mail_relay_not_admitted.remedy':
      'Bitten Sie den Betreiber, es zuzulassen, oder nennen Sie ein Relay draußen.',
    'refusal.mail_relay_plain': 'Post verlässt ein Netz nur verschlüsselt.',
    'refusal.mail_relay_plain.remedy': 'Nehmen Sie TLS (meist Port 465) oder STARTTLS (meist Port 587).',
    'refusal.mail_relay_user': 'Ein Passwort ohne Benutzer öffnet nichts.',
    'refusal.mail_relay_user.remedy': 'Geben Sie auch den Benutzer an oder lassen Sie beides leer.',
    'refusal.mail_relay_password': 'Dieser Benutzer braucht ein Passwort.',
    'refusal.mail_relay_password.remedy':
      'Geben Sie es ein. Ein aufgehobenes bleibt bei dem Rechner und dem Benutzer, für die es eingegeben wurde.',
    'refusal.mail_relay_none': 'Sie haben kein eigenes Relay.',
    'refusal.mail_relay_none.remedy': 'Wählen Sie zuerst eines.',
    'refusal.mail_from_none': 'Sie haben keine eigene Adresse gewählt.',
    'refusal.mail_from_none.remedy': 'Wählen Sie zuerst eine.',
    'refusal.mail_from_taken': '{value} gehört hier einer anderen Firma.',
    'refusal.mail_from_taken.remedy': 'Wählen Sie eine Adresse Ihrer eigenen Domain.',
    'refusal.mail_selector_form': '„{value}“ ist kein Selektor.',
    'refusal.mail_selector_form.remedy':
      'Nehmen Sie den Teil vor ._domainkey, wie Ihr Mailanbieter ihn nennt, etwa s1.',
  },
);
