import { defineWords } from '#platform/words/words.ts';

/** Refusals of consent, acceptance, sources and purposes. */
export const consentWords = defineWords(
  {
    'refusal.consent_required':
      '{because, select, form_changed {This form has changed since it was opened.} policy_changed {The privacy policy has changed since this form was opened.} by_whom {It is not said who consented, how and when.} no_policy {No privacy policy is published yet.} other {Consent to storing this is missing.}}',
    'refusal.consent_required.remedy':
      '{because, select, no_policy {The operator publishes its privacy policy first.} by_whom {Say who agreed, by telephone, letter or in person, and on which day.} other {Open the form anew, read what it is for, and send it.}}',
    'refusal.source_consent_missing': 'Nobody has agreed that this source is asked ({source}).',
    'refusal.source_consent_missing.remedy':
      'An owner can agree to it under “Your consents”. Nothing was asked.',
    'refusal.purpose_not_allowed': 'Data of the kind “{category}” is not used for “{purpose}”.',
    'refusal.purpose_not_allowed.remedy': 'The record of processing says what each kind is used for.',
    'refusal.consent_not_given': 'There is no consent to this purpose that could be taken back.',
    'refusal.person_needed': 'Only a person who has signed in can do this.',
    'refusal.form_unknown': 'There is no such form.',
    'refusal.policy_version_not_in_force': 'Version {version} is not in force.',
    'refusal.policy_version_not_in_force.remedy': 'Read and accept the version that is.',
    'refusal.policy_not_accepted': 'Version {version} of the policy has not been accepted yet.',
    'refusal.policy_not_accepted.remedy': 'An owner accepts it under “Your consents”.',
    'refusal.customer_policy_not_accepted':
      'The customer has not accepted version {version} of the {document, select, privacy {privacy policy} other {cancellation policy}}.',
    'refusal.customer_policy_not_accepted.remedy':
      'Ask somebody who speaks for the customer, and enter the answer beside the contact.',
    'refusal.contact_without_authority': '{name} cannot accept for the customer.',
    'refusal.contact_without_authority.remedy':
      'Ask a contact who speaks for the customer in everything, or mark this one so.',
    'refusal.account_not_active': 'This account is not open yet: nobody has accepted the policies.',
    'refusal.account_not_active.remedy': 'An owner reads and accepts them under “Your consents”.',
    'refusal.operator_settled': 'This installation has its operator already.',
    'refusal.operator_settled.remedy': 'Later changes are made as a new version of the policy.',
  },
  {
    'refusal.consent_required':
      '{because, select, form_changed {Dieses Formular hat sich geändert, seit es geöffnet wurde.} policy_changed {Die Datenschutzerklärung hat sich geändert, seit dieses Formular geöffnet wurde.} by_whom {Es fehlt, wer eingewilligt hat, wie und wann.} no_policy {Noch ist keine Datenschutzerklärung veröffentlicht.} other {Die Einwilligung, dies zu speichern, fehlt.}}',
    'refusal.consent_required.remedy':
      '{because, select, no_policy {Zuerst veröffentlicht der Betreiber seine Datenschutzerklärung.} by_whom {Geben Sie an, wer zugestimmt hat, ob am Telefon, per Brief oder persönlich, und an welchem Tag.} other {Öffnen Sie das Formular neu, lesen Sie, wofür es ist, und senden Sie es.}}',
    'refusal.source_consent_missing': 'Niemand hat zugestimmt, dass diese Quelle gefragt wird ({source}).',
    'refusal.source_consent_missing.remedy':
      'Ein Inhaber kann dem unter „Ihre Einwilligungen“ zustimmen. Es wurde nichts gefragt.',
    'refusal.purpose_not_allowed': 'Daten der Art „{category}“ werden nicht für „{purpose}“ verwendet.',
    'refusal.purpose_not_allowed.remedy':
      'Das Verzeichnis der Verarbeitungen sagt, wofür jede Art verwendet wird.',
    'refusal.consent_not_given': 'Für diesen Zweck gibt es keine Einwilligung, die widerrufen werden könnte.',
    'refusal.person_needed': 'Das kann nur eine angemeldete Person.',
    'refusal.form_unknown': 'Dieses Formular gibt es nicht.',
    'refusal.policy_version_not_in_force': 'Fassung {version} gilt nicht.',
    'refusal.policy_version_not_in_force.remedy': 'Lesen und akzeptieren Sie die geltende Fassung.',
    'refusal.policy_not_accepted': 'Fassung {version} der Bedingungen ist noch nicht akzeptiert.',
    'refusal.policy_not_accepted.remedy': 'Ein Inhaber akzeptiert sie unter „Ihre Einwilligungen“.',
    'refusal.customer_policy_not_accepted':
      'Der Kunde hat Fassung {version} der {document, select, privacy {Datenschutzerklärung} other {Kündigungsbedingungen}} nicht akzeptiert.',
    'refusal.customer_policy_not_accepted.remedy':
      'Fragen Sie jemanden, der für den Kunden spricht, und tragen Sie die Antwort beim Kontakt ein.',
    'refusal.contact_without_authority': '{name} kann nicht für den Kunden akzeptieren.',
    'refusal.contact_without_authority.remedy':
      'Fragen Sie einen Kontakt, der in allem für den Kunden spricht, oder kennzeichnen Sie diesen so.',
    'refusal.account_not_active':
      'Dieses Konto ist noch nicht offen: Niemand hat die Bedingungen akzeptiert.',
    'refusal.account_not_active.remedy': 'Ein Inhaber liest und akzeptiert sie unter „Ihre Einwilligungen“.',
    'refusal.operator_settled': 'Diese Installation hat schon einen Betreiber.',
    'refusal.operator_settled.remedy': 'Spätere Änderungen sind eine neue Fassung der Bedingungen.',
  },
);
