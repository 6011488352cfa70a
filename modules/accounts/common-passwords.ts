/**
 * What people choose when nobody stops them, as stems: a password is common when it is a stem, or a stem dressed up with
 * digits and marks (`Summer2024!`, `p4ssw0rd`). A list of stems is short and catches more than a list of passwords.
 */
const STEMS =
  `password passwort passw passphrase kennwort geheim secret letmein welcome willkommen hallo hello admin administrator
  root login user guest gast test testing master access zugang qwerty qwertz qwertyuiop qwertzuiop asdfgh asdfghjkl yxcvbn
  zxcvbn azerty abcdef abcdefgh iloveyou ichliebedich liebe love schatz schatzi prinzessin princess sunshine sonnenschein
  monkey dragon drachen football fussball soccer baseball basketball hockey superman batman starwars pokemon computer
  internet samsung iphone google facebook michael daniel thomas andreas stefan christian alexander sebastian martin peter
  jennifer jessica sandra nicole sabine ashley michelle summer sommer winter spring fruehling autumn herbst january januar
  february februar march maerz april june juni july juli august september october oktober november december dezember
  monday montag tuesday dienstag wednesday mittwoch thursday donnerstag friday freitag saturday samstag sunday sonntag
  berlin hamburg muenchen london paris bayern dortmund schalke arsenal liverpool chelsea barcelona realmadrid juventus
  mustang ferrari porsche mercedes harley corvette freedom freiheit whatever trustno nothing shadow hunter killer ginger
  flower blume cookie cheese chocolate banana orange purple yellow silver golden diamond crystal angel engel jesus
  changeme default example sample demo service support office buero company firma workshop werkstatt furniture moebel
  holz schreiner tischler tenon default123 aaaaaa pass word wort key schluessel start super mega tiger lion panda`
    .split(/\s+/)
    .filter((stem) => stem.length >= 4);

const STEM_SET: ReadonlySet<string> = new Set(STEMS);

/** Letters that people write as digits and marks. */
const DRESSED: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
};

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What is left when digits and marks at both ends are taken off. */
const undressed = (text: string): string => text.replace(/^[^a-z]+|[^a-z]+$/g, '');

/** One key after the other (`12345678`, `87654321`, `abcdefgh`) or the same again and again (`aaaaaaaa`, `abababab`). */
function isRun(text: string): boolean {
  const codes = [...text].map((letter) => letter.codePointAt(0)!);
  const step = codes[1]! - codes[0]!;
  if (Math.abs(step) <= 1 && codes.every((code, i) => i === 0 || code - codes[i - 1]! === step)) return true;
  for (let period = 1; period <= 4; period++)
    if (codes.length >= 2 * period && codes.every((code, i) => code === codes[i % period])) return true;
  return false;
}

/**
 * Whether a password is one that is tried first.
 * @param context words around this person that are tried as well: name, e-mail address, company, product
 */
export function isCommonPassword(password: string, context: readonly string[] = []): boolean {
  const text = plain(password);
  if (isRun(text)) return true;
  const spelled = [...text].map((letter) => DRESSED[letter] ?? letter).join('');
  const words = new Set(
    context
      .flatMap((word) => [plain(word), ...plain(word).split(/[^a-z0-9]+/)])
      .filter((word) => word.length >= 4),
  );
  const known = (candidate: string): boolean => {
    if (STEM_SET.has(candidate) || words.has(candidate)) return true;
    // Twice the same, or two of them beside each other: `hellohello`, `adminpassword`.
    for (let at = 4; at <= candidate.length - 4; at++) {
      const [left, right] = [candidate.slice(0, at), candidate.slice(at)];
      if ((STEM_SET.has(left) || words.has(left)) && (STEM_SET.has(right) || words.has(right))) return true;
    }
    return false;
  };
  const candidates = [text, spelled].flatMap((form) => [
    form,
    undressed(form),
    undressed(form.replace(/[^a-z]/g, '')),
  ]);
  return candidates.some((candidate) => candidate.length >= 4 && known(candidate));
}
