import { expect, test } from 'vitest';
import { codeSvg, type CodeKind } from './codes.ts';

const KINDS: CodeKind[] = ['qr', 'datamatrix', 'code128'];

test.each(KINDS)('%s: the same text gives the same drawing, another text another one', (kind) => {
  expect(codeSvg(kind, 'P:1042-031')).toBe(codeSvg(kind, 'P:1042-031'));
  expect(codeSvg(kind, 'P:1042-031')).not.toBe(codeSvg(kind, 'P:1042-032'));
  expect(codeSvg(kind, 'P:1042-031')).toMatch(
    /^<svg viewBox="0 0 \d+ \d+" xmlns="http:\/\/www\.w3\.org\/2000\/svg">/,
  );
});

test('square codes are square and have their quiet zone', () => {
  // 10 alphanumeric characters at level M: QR version 1, 21 modules of 4 units and 4 modules free on each side.
  expect(codeSvg('qr', 'P:1042-031')).toContain(`viewBox="0 0 ${(21 + 8) * 4} ${(21 + 8) * 4}"`);
  const [, w, h] = /viewBox="0 0 (\d+) (\d+)"/.exec(codeSvg('datamatrix', 'P:1042-031'))!;
  expect(w).toBe(h);
});

test('text with escapes of the drawing library is taken as it stands', () => {
  expect(codeSvg('qr', '^065')).not.toBe(codeSvg('qr', 'A'));
  expect(codeSvg('datamatrix', '^065')).not.toBe(codeSvg('datamatrix', 'A'));
});

test.each<[CodeKind, string]>([
  ['qr', ''],
  ['code128', ''],
  ['code128', 'Küche'],
  ['code128', 'x'.repeat(81)],
  ['qr', 'x'.repeat(1001)],
  ['datamatrix', 'ü'.repeat(501)],
])('%s refuses what does not fit (%#)', (kind, text) =>
  expect(() => codeSvg(kind, text)).toThrow(RangeError),
);

test('the longest text that is let through is drawn', () => {
  expect(codeSvg('qr', 'ü'.repeat(500))).toContain('<path');
  expect(codeSvg('datamatrix', 'x'.repeat(1000))).toContain('<path');
  expect(codeSvg('code128', '~'.repeat(80))).toContain('<path');
});
