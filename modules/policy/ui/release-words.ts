import { defineWords } from '#platform/words/words.ts';

/** The operator's screen of numbers without names. */
export const releaseUiWords = defineWords(
  {
    'releases.title': 'Numbers without names',
    'releases.sentence':
      '{count, plural, =0 {Nothing has been released without names yet.} one {One period was released without names.} other {# periods were released without names.}}',
    'releases.note':
      'Once a period it is counted how many firms did what; every number gets random noise before anybody sees it, you as well.',
    'releases.running':
      '{period} is being counted and is drawn once after it ended, from {until}; what it was counted from is deleted then.',
    'releases.released': 'Released',
    'releases.none': 'The first number comes when the running period is over.',
    'releases.period': 'Period',
    'releases.below': '< {floor}',
    'releases.sent': 'Sent',
    'releases.sent.not': 'not sent',
    'releases.sent.to': '{at} to {to}',
    'releases.ledger': 'Privacy budget (epsilon)',
    'releases.spent': '{year}: {spent} of {most} spent',
    'releases.cost':
      'A release costs {epsilon}, shared by {count, plural, one {one number} other {# numbers}}. What lies below {floor} after the noise is shown as “< {floor}”.',
    'releases.refused.privacy_budget_spent': 'The budget of this year is spent: nothing more is released.',
    'releases.refused.too_many_metrics':
      'The policy in force allows fewer numbers than the list has: nothing is released.',
    'releases.tool': 'Analytics tool',
    'releases.tool.none': 'None: the numbers stay here and on the policy page.',
    'releases.tool.set': 'Choose the tool',
    'releases.tool.save': 'Save',
    'releases.tool.saved': 'The tool is saved. It gets finished numbers under a contract in force.',
    'releases.tool.drop': 'Send to nobody',
    'releases.tool.dropped': 'Nothing is sent any more.',
    'releases.tool.processor': 'Processor',
    'releases.tool.url': 'Address',
    'releases.tool.url.hint':
      'Finished numbers are posted there as JSON, such as https://tool.example/numbers',
    'releases.tool.key': 'Key',
    'releases.tool.key.hint': 'Sent as a bearer token; empty keeps the one that is there',
    'releases.tool.hasKey': '{has, select, true {kept, sealed} other {none}}',
    'releases.tool.by': 'Set by',
    'releases.tool.register':
      'No processor of the register may get finished numbers. Enter one with the kind of data “aggregate”.',
    'releases.tool.register.link': 'Register of processors',
  },
  {
    'releases.title': 'Zahlen ohne Namen',
    'releases.sentence':
      '{count, plural, =0 {Bisher wurde nichts ohne Namen veröffentlicht.} one {Ein Zeitraum wurde ohne Namen veröffentlicht.} other {# Zeiträume wurden ohne Namen veröffentlicht.}}',
    'releases.note':
      'Einmal je Zeitraum wird gezählt, wie viele Firmen was getan haben; jede Zahl erhält Zufallsrauschen, bevor jemand sie sieht, auch Sie.',
    'releases.running':
      '{period} wird gerade gezählt und nach seinem Ende, ab {until}, einmal gezogen; woraus gezählt wurde, wird dann gelöscht.',
    'releases.released': 'Veröffentlicht',
    'releases.none': 'Die erste Zahl kommt, wenn der laufende Zeitraum vorbei ist.',
    'releases.period': 'Zeitraum',
    'releases.below': '< {floor}',
    'releases.sent': 'Gesendet',
    'releases.sent.not': 'nicht gesendet',
    'releases.sent.to': '{at} an {to}',
    'releases.ledger': 'Schutzbudget (Epsilon)',
    'releases.spent': '{year}: {spent} von {most} verbraucht',
    'releases.cost':
      'Eine Veröffentlichung kostet {epsilon}, verteilt auf {count, plural, one {eine Zahl} other {# Zahlen}}. Was nach dem Rauschen unter {floor} liegt, heißt „< {floor}“.',
    'releases.refused.privacy_budget_spent':
      'Das Budget dieses Jahres ist verbraucht: Es wird nichts mehr veröffentlicht.',
    'releases.refused.too_many_metrics':
      'Die geltende Erklärung lässt weniger Zahlen zu, als die Liste hat: Es wird nichts veröffentlicht.',
    'releases.tool': 'Analysewerkzeug',
    'releases.tool.none': 'Keines: Die Zahlen bleiben hier und auf der Seite der Erklärung.',
    'releases.tool.set': 'Werkzeug wählen',
    'releases.tool.save': 'Speichern',
    'releases.tool.saved': 'Das Werkzeug ist gespeichert. Fertige Zahlen erhält es mit gültigem Vertrag.',
    'releases.tool.drop': 'An niemanden senden',
    'releases.tool.dropped': 'Es wird nichts mehr gesendet.',
    'releases.tool.processor': 'Dienstleister',
    'releases.tool.url': 'Adresse',
    'releases.tool.url.hint':
      'Fertige Zahlen werden dorthin als JSON gesendet, etwa https://werkzeug.example/zahlen',
    'releases.tool.key': 'Schlüssel',
    'releases.tool.key.hint': 'Wird als Bearer-Token gesendet; leer behält den vorhandenen',
    'releases.tool.hasKey': '{has, select, true {hinterlegt, versiegelt} other {keiner}}',
    'releases.tool.by': 'Festgelegt von',
    'releases.tool.register':
      'Kein Dienstleister im Verzeichnis darf fertige Zahlen erhalten. Tragen Sie einen mit der Datenart „Zählungen“ ein.',
    'releases.tool.register.link': 'Verzeichnis der Dienstleister',
  },
);
