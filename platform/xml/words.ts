import { defineWords } from '#platform/words/words.ts';

/** Sentences and remedies of refused XML files. */
export const xmlWords = defineWords(
  {
    'refusal.xml_empty': 'The file is empty.',
    'refusal.xml_empty.remedy': 'Check that the right file was chosen.',
    'refusal.xml_too_large': 'The file is larger than {max} bytes.',
    'refusal.xml_too_large.remedy': 'Ask for it in smaller parts.',
    'refusal.xml_too_many_elements': 'The file has more than {max} elements.',
    'refusal.xml_too_many_elements.remedy': 'Ask for it in smaller parts.',
    'refusal.xml_too_deep': 'Line {line}: the elements are nested deeper than {max} levels.',
    'refusal.xml_too_deep.remedy': 'No business document is built like this. Ask the sender what it is.',
    'refusal.xml_doctype':
      'Line {line}: the file defines entities of its own, which can be used for attacks.',
    'refusal.xml_doctype.remedy': 'Ask the sender for the document without DOCTYPE.',
    'refusal.xml_encoding': 'The file is not written in the encoding {value}, or this encoding is not known.',
    'refusal.xml_encoding.remedy': 'Ask for the file in UTF-8.',
    'refusal.xml_not_well_formed': 'Line {line}, column {column}: here the file is cut off or broken.',
    'refusal.xml_not_well_formed.remedy': 'Download it again, or ask the sender for it.',
  },
  {
    'refusal.xml_empty': 'Die Datei ist leer.',
    'refusal.xml_empty.remedy': 'Prüfen Sie, ob die richtige Datei gewählt ist.',
    'refusal.xml_too_large': 'Die Datei ist größer als {max} Byte.',
    'refusal.xml_too_large.remedy': 'Lassen Sie sie sich in kleineren Teilen geben.',
    'refusal.xml_too_many_elements': 'Die Datei hat mehr als {max} Elemente.',
    'refusal.xml_too_many_elements.remedy': 'Lassen Sie sie sich in kleineren Teilen geben.',
    'refusal.xml_too_deep': 'Zeile {line}: Die Elemente sind tiefer als {max} Ebenen geschachtelt.',
    'refusal.xml_too_deep.remedy':
      'So ist kein Geschäftsdokument gebaut. Fragen Sie den Absender, was es ist.',
    'refusal.xml_doctype': 'Zeile {line}: Die Datei legt eigene Entitäten fest, womit Angriffe möglich sind.',
    'refusal.xml_doctype.remedy': 'Bitten Sie den Absender um das Dokument ohne DOCTYPE.',
    'refusal.xml_encoding':
      'Die Datei ist nicht in der Kodierung {value} geschrieben, oder diese Kodierung ist nicht bekannt.',
    'refusal.xml_encoding.remedy': 'Bitten Sie um die Datei in UTF-8.',
    'refusal.xml_not_well_formed':
      'Zeile {line}, Spalte {column}: Hier ist die Datei abgeschnitten oder beschädigt.',
    'refusal.xml_not_well_formed.remedy':
      'Laden Sie sie noch einmal herunter, oder fragen Sie den Absender danach.',
  },
);
