/**
 * The words by which mail is sorted. All patterns are for text as `simplified` makes it: lower case, umlauts spelled
 * out, one kind of apostrophe. They are short and without nested repetition, so a long text costs little.
 */

export const ENGLISH =
  /\b(the|and|you|your|our|we|is|are|to|of|please|with|for|have|would|my|hello|thanks|cancel|hereby|i|me|us|it|on|in|not|can|how)\b/g;
export const GERMAN =
  /\b(der|die|das|und|ich|wir|ist|sind|sie|ihr|ihre|unser|unsere|unseren|mein|meine|meinen|bitte|mit|fuer|haben|nicht|zum|zur|den|dem|hallo|danke|guten|kuendige|kuendigen|hiermit|wie|kann|uns|mir|es|auf|im|ein|eine)\b/g;

export const ASKS =
  /\b(please|could you|can you|i need|we need|help|problem|question|does not work|doesn't work|bitte|koennten sie|koennen sie|brauche|brauchen|hilfe|frage|funktioniert nicht|geht nicht)\b/;

/** What a person may ask for about the data that is kept of them. */
export const PRIVACY =
  /\b(gdpr|dsgvo|data subject|subject access request|right to (be forgotten|erasure|access|object)|recht auf (loeschung|auskunft|vergessenwerden)|datenauskunft|selbstauskunft|auskunftsersuchen)\b|\b(delete|erase|remove|copy of|export of|access to|correct) (all )?(of )?(my|our|the) (personal )?(data|information|details)\b|\b(what|which) (personal )?(data|information) (do )?you (hold|have|keep|store)\b|\bwithdraw (my|our) consent\b|\bobject to the processing\b|\bloesch\w* (sie )?(bitte )?(alle )?(meine|unsere|meiner|unserer)( \w+)? daten\b|\bauskunft (ueber|zu) (\w+ )?(\w+ )?daten\b|\b(meine|unsere)( \w+)? daten (bitte )?(zu )?loeschen\b|\beinwilligung (widerruf\w*|zurueck\w*)|\bwiderruf\w* (ich |wir |hiermit )?(meine|unsere|der) einwilligung\b|\bwiderspr\w* (gegen die|der) (verarbeitung|nutzung)\b|\bwelche daten .{0,40}(speicher|gespeichert)/;

/** A wish in this sentence, not its negation or a condition. */
export function asksFor(sentence: string, what: RegExp): boolean {
  return what.test(sentence) && !/\b(do not|don't|nicht|no need to) (delete|erase|loeschen)\b/.test(sentence);
}
