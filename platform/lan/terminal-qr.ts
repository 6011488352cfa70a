import barcodes from 'bwip-js/node';

/** Clear modules around a code, without which cameras do not find it (ISO 18004). */
const QUIET = 4;
/** Upper half, lower half of one character: `█` where both are light. */
const HALVES = { '00': '█', '01': '▀', '10': '▄', '11': ' ' } as const;

/**
 * A QR code as lines of text, two modules per character one above the other. Light modules are drawn and dark ones left
 * out, in white on black whatever colours the terminal has, because many cameras do not read a code the other way round.
 * @returns lines to print, with escapes for the colours
 */
export function qrLines(text: string): string[] {
  const [code] = barcodes.raw('qrcode', text, 'eclevel=M');
  if (!code || !('pixs' in code)) throw new Error('a QR code is made of modules');
  const dark = (x: number, y: number): '0' | '1' =>
    x >= 0 && y >= 0 && x < code.pixx && y < code.pixy && code.pixs[y * code.pixx + x] === 1 ? '1' : '0';
  const lines: string[] = [];
  for (let y = -QUIET; y < code.pixy + QUIET; y += 2) {
    let line = '';
    for (let x = -QUIET; x < code.pixx + QUIET; x += 1) line += HALVES[`${dark(x, y)}${dark(x, y + 1)}`];
    lines.push(`\u001b[97;40m${line}\u001b[0m`);
  }
  return lines;
}
