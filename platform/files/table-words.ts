import { defineWords } from '../words/words.ts';

/** Sentences for files that are no readable table. */
export const tableWords = defineWords(
  {
    'refusal.file_empty': 'The file is empty.',
    'refusal.file_empty.remedy': 'Choose a file with rows on a visible sheet.',
    'refusal.file_too_large': 'The file has {value}, at most {limit} are read.',
    'refusal.file_too_large.remedy': 'Leave out pictures and other sheets, or split the file.',
    'refusal.file_type_wrong': 'The content of this file is {value}, expected is {expected}.',
    'refusal.file_type_wrong.remedy':
      'Save it as a workbook (.xlsx) without password or as CSV and try again.',
    'refusal.file_damaged': 'The file is damaged and cannot be read.',
    'refusal.file_damaged.remedy': 'Open it in the spreadsheet, save it again and repeat the upload.',
    'refusal.file_inflates_too_far': 'The file unpacks to {value}, allowed are {limit}.',
    'refusal.file_inflates_too_far.remedy': 'Copy only the needed rows into a new file.',
    'refusal.file_too_many_cells': 'The table is too large: {value}.',
    'refusal.file_too_many_cells.remedy': 'Split it into several files.',
    'refusal.file_quote_not_closed': 'A quotation mark that opens in row {value} is never closed.',
    'refusal.file_quote_not_closed.remedy': 'Close or delete it in that row.',
    'refusal.file_takes_too_long': 'Reading the file was stopped after {value}.',
    'refusal.file_takes_too_long.remedy': 'Copy only the needed rows into a new file.',
    'refusal.file_needs_too_much_memory': 'Reading the file needs more than {value} of memory.',
    'refusal.file_needs_too_much_memory.remedy': 'Copy only the needed rows into a new file.',
  },
  {
    'refusal.file_empty': 'Die Datei ist leer.',
    'refusal.file_empty.remedy': 'Wählen Sie eine Datei mit Zeilen auf einem sichtbaren Blatt.',
    'refusal.file_too_large': 'Die Datei hat {value}, gelesen werden höchstens {limit}.',
    'refusal.file_too_large.remedy': 'Lassen Sie Bilder und andere Blätter weg, oder teilen Sie die Datei.',
    'refusal.file_type_wrong': 'Der Inhalt dieser Datei ist {value}, erwartet wird {expected}.',
    'refusal.file_type_wrong.remedy':
      'Speichern Sie sie als Arbeitsmappe (.xlsx) ohne Kennwort oder als CSV und versuchen Sie es noch einmal.',
    'refusal.file_damaged': 'Die Datei ist beschädigt und nicht lesbar.',
    'refusal.file_damaged.remedy':
      'Öffnen Sie sie in der Tabellenkalkulation, speichern Sie sie neu und laden Sie sie noch einmal hoch.',
    'refusal.file_inflates_too_far': 'Die Datei wird ausgepackt {value} groß, erlaubt sind {limit}.',
    'refusal.file_inflates_too_far.remedy': 'Kopieren Sie nur die nötigen Zeilen in eine neue Datei.',
    'refusal.file_too_many_cells': 'Die Tabelle ist zu groß: {value}.',
    'refusal.file_too_many_cells.remedy': 'Teilen Sie sie auf mehrere Dateien auf.',
    'refusal.file_quote_not_closed':
      'Ein Anführungszeichen, das in Zeile {value} beginnt, wird nie geschlossen.',
    'refusal.file_quote_not_closed.remedy': 'Schließen oder löschen Sie es in dieser Zeile.',
    'refusal.file_takes_too_long': 'Das Lesen der Datei wurde nach {value} abgebrochen.',
    'refusal.file_takes_too_long.remedy': 'Kopieren Sie nur die nötigen Zeilen in eine neue Datei.',
    'refusal.file_needs_too_much_memory': 'Das Lesen der Datei braucht mehr als {value} Speicher.',
    'refusal.file_needs_too_much_memory.remedy': 'Kopieren Sie nur die nötigen Zeilen in eine neue Datei.',
  },
);
