/**
 * The words by which a wish to end a contract is told from talk about it. All patterns are for text as `simplified` makes
 * it: lower case, umlauts spelled out, one kind of apostrophe. They are short and without nested repetition, so a long text
 * costs little.
 */

/** Lower case; ü and ue, composed or not, become the same; typographic signs become plain ones. */
export function simplified(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[’‘`´]/g, "'")
    .replace(/[\u00a0\u2000-\u200b\u202f]/g, ' ');
}

export const QUESTION =
  /^(how|what|when|where|which|who|why|is|are|do|does|did|can|could|may|will|would|wie|was|wann|wo|welche\w*|wer|warum|weshalb|kann|koennen|koennten|darf|duerfen|ist|sind|gibt|haben|wuerden)\b/;

/** Any word of ending a contract, also where it is only talked about. */
export const CANCEL_WORD =
  /\b(cancel\w*|terminat\w*|discontinu\w*|unsubscribe|kuendig\w*|gekuendigt\w*|aufkuendig\w*|stornier\w*|vertragsende)\b/;

const WISH_WORD =
  /\b(cancel|terminate|discontinue|kuendige|kuendigen|aufkuendigen|stornieren|storniere)\b|\b(notice|request) of (cancellation|termination)\b|\bcancellation (request|notice|of (my|our|the|this|all))\b|\b(request|give notice of|confirm) (the |a |our |my )?(cancellation|termination)\b|\bend (my|our|the|this) (subscription|hosting|contract|service)\b|\bkuendigung (meine[sr]|unsere[sr]|des|der|zum|vom|fuer)\b|^kuendigung\b|\bbeenden (wir|ich)\b|\b(vertrag|hosting|abo) (zum \S+ )?(zu )?beenden\b/;
const NOT =
  /\b(not|don't|do not|didn't|never|no|without|instead of|nicht|kein|keine|keinen|keinesfalls|niemals|nie|ohne|statt)\b/;
const IF =
  /^(if|in case|should|when|before|falls|wenn|sollte|sollten|bevor|sobald)\b|\b(whether|ob (ich|wir|man)|falls|in case)\b/;
const THINKING =
  /\b(thinking|consider\w*|might|maybe|perhaps|possibly|would it be|ueberleg\w*|vielleicht|eventuell|moeglicherweise|evtl)\b/;
/** A question that is a request all the same. */
const POLITE =
  /^(can|could|would|will) you (please )?(kindly )?(cancel|terminate|discontinue)\b|^(koennen|koennten|wuerden) sie .{0,60}(kuendigen|stornieren|beenden)\b/;
/** What somebody ends with us. */
const OURS =
  /\b(subscription|hosting|hosted|contract|service|services|account|plan|server|odoo|workspace|agreement|membership|abo|abonnement|vertrag\w*|hostingvertrag\w*|konto|mitgliedschaft|dienst\w*|tenon)\b/;
/** What somebody else may be meant by: an order is cancelled with the people of the order, not here. */
const OTHERS =
  /\b(order|orders|delivery|appointment|meeting|invoice|payment|quote|booking|call|bestellung\w*|auftrag\w*|lieferung\w*|liefertermin\w*|termin|besprechung|rechnung\w*|zahlung\w*|angebot\w*|anruf)\b/;

/**
 * Whether a sentence says that the sender ends a contract. `maybe`: the words are there, the wish is not clear (a
 * question, a condition, a negation, another thing that is cancelled, the past).
 * @param all the other sentences, the subject among them: what is ended often stands there
 */
export function intendsToCancel(sentence: string, all: readonly string[]): 'yes' | 'maybe' | 'no' {
  if (!CANCEL_WORD.test(sentence) && !WISH_WORD.test(sentence)) return 'no';
  if (!WISH_WORD.test(sentence)) return 'maybe';
  if (NOT.test(sentence) || IF.test(sentence) || THINKING.test(sentence)) return 'maybe';
  const asked = sentence.endsWith('?') || QUESTION.test(sentence);
  if (asked && !POLITE.test(sentence)) return 'maybe';
  const named = OURS.test(sentence);
  if (OTHERS.test(sentence.replace(/zum naechst\w* termin/g, '')) && !named) return 'maybe';
  return named || all.some((other) => OURS.test(other)) || all.length <= SHORT ? 'yes' : 'maybe';
}
/** In a mail this short there is nothing else that could be meant. */
const SHORT = 6;
