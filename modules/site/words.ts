import { defineWords } from '#platform/words/words.ts';

export const siteRefusals = defineWords(
  {
    'refusal.lead_unknown': 'There is no such enquiry.',
    'refusal.lead_unknown.remedy': 'Open the list again.',
    'refusal.lead_decided': 'This enquiry was already decided.',
    'refusal.lead_decided.remedy': 'Open the list again to see what became of it.',
    'refusal.outside_site_unknown': 'This site is not in the list.',
    'refusal.outside_site_unknown.remedy': 'Open the list again.',
    'refusal.post_unknown': 'There is no such post in the making.',
    'refusal.post_unknown.remedy':
      'It may have been published or thrown away meanwhile. Open the list again.',
    'refusal.post_text_missing': 'A post needs title, summary and text in both languages.',
    'refusal.post_text_missing.remedy': 'Fill in what is empty, keep it, and publish it then.',
    'refusal.post_address_taken': 'A post is published at the address {value}, and stays there.',
    'refusal.post_address_taken.remedy': 'Choose another address.',
  },
  {
    'refusal.lead_unknown': 'Diese Anfrage gibt es nicht.',
    'refusal.lead_unknown.remedy': 'Öffnen Sie die Liste neu.',
    'refusal.lead_decided': 'Über diese Anfrage ist schon entschieden.',
    'refusal.lead_decided.remedy': 'Öffnen Sie die Liste neu, um zu sehen, was daraus wurde.',
    'refusal.outside_site_unknown': 'Diese Website steht nicht in der Liste.',
    'refusal.outside_site_unknown.remedy': 'Öffnen Sie die Liste neu.',
    'refusal.post_unknown': 'Diesen Beitrag in Arbeit gibt es nicht.',
    'refusal.post_unknown.remedy':
      'Vielleicht wurde er inzwischen veröffentlicht oder verworfen. Öffnen Sie die Liste neu.',
    'refusal.post_text_missing': 'Ein Beitrag braucht Titel, Zusammenfassung und Text in beiden Sprachen.',
    'refusal.post_text_missing.remedy':
      'Füllen Sie aus, was leer ist, speichern Sie und veröffentlichen Sie dann.',
    'refusal.post_address_taken':
      'Unter der Adresse {value} ist ein Beitrag veröffentlicht, und er bleibt dort.',
    'refusal.post_address_taken.remedy': 'Wählen Sie eine andere Adresse.',
  },
);
