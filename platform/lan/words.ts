import { defineWords } from '#platform/words/words.ts';

/** Sentences of the page on which a phone fetches the certificate. */
export const lanWords = defineWords(
  {
    'lan.title': 'Tenon on this phone',
    'lan.why':
      'The camera and work without a network need a connection that the phone trusts. So it has to learn once who vouches for this machine.',
    'lan.fetch': 'Fetch the certificate',
    'lan.compare':
      'Compare before you install: the terminal in which Tenon runs shows the same SHA-256 fingerprint.',
    'lan.only':
      'It vouches for addresses in private networks only, never for a site on the internet. Remove it when you no longer need it.',
    'lan.android.1': 'Fetch the certificate and keep the file.',
    'lan.android.2':
      'Open Settings, Security (and privacy), More security settings, Encryption and credentials, Install a certificate, CA certificate. The names differ a little between makers; the search in Settings finds “CA certificate”.',
    'lan.android.3': 'Choose “Install anyway” and the file tenon-ca.crt.',
    'lan.iphone.1': 'Open this page in Safari, fetch the certificate and allow the profile.',
    'lan.iphone.2':
      'Open Settings, General, VPN & Device Management, choose the profile “Tenon …” and install it.',
    'lan.iphone.3':
      'Open Settings, General, About, Certificate Trust Settings, and turn it on for “Tenon …”.',
    'lan.open': 'Then open Tenon',
    'lan.station': 'The station',
    'lan.office': 'The office',
    'lan.signIn':
      'Sign-in by one click stays on the machine itself. Here people sign in with their own account.',
  },
  {
    'lan.title': 'Tenon auf diesem Telefon',
    'lan.why':
      'Die Kamera und die Arbeit ohne Netz brauchen eine Verbindung, der das Telefon vertraut. Dazu muss es einmal erfahren, wer für diesen Rechner bürgt.',
    'lan.fetch': 'Zertifikat holen',
    'lan.compare':
      'Vergleichen Sie vor der Installation: Das Terminal, in dem Tenon läuft, zeigt denselben SHA-256-Fingerabdruck.',
    'lan.only':
      'Es bürgt nur für Adressen in privaten Netzen, nie für eine Seite im Internet. Entfernen Sie es, wenn Sie es nicht mehr brauchen.',
    'lan.android.1': 'Holen Sie das Zertifikat und speichern Sie die Datei.',
    'lan.android.2':
      'Öffnen Sie Einstellungen, Sicherheit (und Datenschutz), Weitere Sicherheitseinstellungen, Verschlüsselung und Anmeldedaten, Zertifikat installieren, CA-Zertifikat. Die Namen sind je nach Hersteller etwas anders; die Suche in den Einstellungen findet „CA-Zertifikat“.',
    'lan.android.3': 'Wählen Sie „Trotzdem installieren“ und die Datei tenon-ca.crt.',
    'lan.iphone.1': 'Öffnen Sie diese Seite in Safari, holen Sie das Zertifikat und erlauben Sie das Profil.',
    'lan.iphone.2':
      'Öffnen Sie Einstellungen, Allgemein, VPN & Geräteverwaltung, wählen Sie das Profil „Tenon …“ und installieren Sie es.',
    'lan.iphone.3':
      'Öffnen Sie Einstellungen, Allgemein, Info, Zertifikatsvertrauenseinstellungen und schalten Sie „Tenon …“ ein.',
    'lan.open': 'Danach öffnen Sie Tenon',
    'lan.station': 'Die Station',
    'lan.office': 'Das Büro',
    'lan.signIn':
      'Die Anmeldung mit einem Klick bleibt auf dem Rechner selbst. Hier meldet sich jeder mit dem eigenen Konto an.',
  },
);
