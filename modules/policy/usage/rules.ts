import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { enforces } from '#domain/policy/keep.ts';

const DAY_MINUTES = 24 * 60;

/**
 * What is over in the access log: lines before `delete` go, network addresses in lines before `cut` are shortened.
 * Counted in full days from the visit, so that nothing is kept an hour longer than was promised.
 *
 * @see clause P-2.2a
 */
export const accessLimits = enforces(
  'P-2.2a',
  'access-log-ends',
  {
    keptBy: {
      en: 'The log holds time, address within the program, outcome, duration and who it was; no contents and no search words. Each day lines over their time are deleted and network addresses over theirs are shortened.',
      de: 'Das Protokoll enthält Zeit, Adresse im Programm, Ausgang, Dauer und wer es war; keine Inhalte und keine Suchworte. Täglich werden Zeilen nach ihrer Zeit gelöscht und Netzadressen nach ihrer gekürzt.',
    },
    sources: [
      'modules/policy/usage/rules.ts',
      'modules/policy/usage/access-log.ts',
      'modules/policy/usage/forget-access.ts',
      'modules/policy/migrations/0007_access_log.sql',
    ],
    parameters: ['log.accessDays', 'log.ipCutDays'],
  },
  (p, now: Instant): { readonly delete: Instant; readonly cut: Instant } => ({
    delete: addMinutes(now, -p['log.accessDays'] * DAY_MINUTES),
    cut: addMinutes(now, -p['log.ipCutDays'] * DAY_MINUTES),
  }),
);

/**
 * A network address without the part that tells one connection from its neighbours: `192.0.2.77` → `192.0.2.0` (/24),
 * `2001:db8:1:2::3` → `2001:db8:1::` (/48). An IPv4 address inside an IPv6 one is cut as what it is. What is no address
 * becomes empty.
 */
export function cutAddress(ip: string): string {
  const plain = ip.replace(/%.*$/, '');
  const v4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i.exec(plain);
  if (v4) return `${v4[1]}.${v4[2]}.${v4[3]}.0`;
  if (!/^[0-9a-f:]+$/i.test(plain) || !plain.includes(':')) return '';
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Math.max(0, 8 - front.length - back.length);
  const groups = tail === undefined ? front : [...front, ...Array<string>(zeros).fill('0'), ...back];
  if (groups.length !== 8) return '';
  return `${groups.slice(0, 3).join(':').toLowerCase()}::`;
}
