import { expect, test } from 'vitest';
import { judgeOutside } from './outside-site.ts';

const EXPECTED = {
  address: 'https://www.firm.example/',
  publicUrl: 'https://tenon.example',
  version: 3,
  essential: ['session_id'],
};
const FOOTER =
  '<a href="https://tenon.example/policy/privacy">Privacy</a> <a class="x" href=\'https://tenon.example/cookies\'>Cookies</a>';
const visit = (html: string, cookies: readonly string[] = [], status = 200) =>
  judgeOutside({ status, html, cookies }, EXPECTED).map(({ code, found }) => `${code} ${found}`);

test('a page with the current policy, the settings and nothing of others has no fault', () => {
  const own =
    '<script src="https://tenon.example/site/notice.js"></script><img src="/logo.png"><img src="data:x">';
  expect(visit(FOOTER + own, ['session_id'])).toEqual([]);
  expect(visit(FOOTER.replace('/privacy"', '/privacy/3?lang=de#P-1.4"'))).toEqual([]);
});

test('each thing that is missing, old or foreign is a fault of its own', () => {
  expect(visit('<p>nothing</p>')).toEqual([
    'policy_missing https://tenon.example/policy/privacy',
    'settings_missing https://tenon.example/cookies',
  ]);
  expect(visit(FOOTER.replace('/privacy"', '/privacy/2"'))).toEqual([
    'policy_old https://tenon.example/policy/privacy/2',
  ]);
  expect(visit(FOOTER, ['session_id', '_ga', '_ga'])).toEqual(['cookie _ga']);
  const foreign =
    '<script async src="//stats.example/x.js"></script><link rel="stylesheet" href="https://fonts.example/a.css"><a href="https://other.example">x</a><iframe src="https://stats.example/y"></iframe>';
  expect(visit(FOOTER + foreign)).toEqual(['third_party stats.example', 'third_party fonts.example']);
});

test('a page that does not come is away, whatever it says; a policy of another host is none', () => {
  expect(visit(FOOTER, [], 503)).toEqual(['away 503']);
  expect(visit('<a href="https://tenon.example.evil.example/policy/privacy">x</a>')[0]).toMatch(
    /^policy_missing/,
  );
  expect(visit('<a href="https://tenon.example/policy/privacyx">x</a>')[0]).toMatch(/^policy_missing/);
});
