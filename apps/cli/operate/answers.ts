import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { isDay, type Day } from '#domain/kernel/days.ts';
import { readStoreUrl } from '#platform/object-store/object-store.ts';

/** An IANA zone that this system's calendar knows. */
const zone = z.string().refine(isZone, 'must be a time zone of the IANA list, such as Europe/Berlin');

const hostName = z
  .string()
  .toLowerCase()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a host name such as tenon.example.com, without https://',
  );

const folder = z.string().refine(isAbsolute, 'must be a full path from the root');

const mailAddress = z.email('must be a mail address');

const signedOn = z
  .string()
  .refine(isDay, 'must be a day such as 2026-01-31')
  .transform((text) => text as Day);

/** What binds a provider: the signed contract with it, or `own`, a machine that the operator runs itself. */
const contract = z.union([
  z.literal('own'),
  z.strictObject({
    /** signed contract with a confidentiality clause, a PDF */
    file: z.string().refine(isAbsolute, 'must be a full path from the root'),
    signedByUsOn: signedOn,
    signedByThemOn: signedOn,
    validFrom: signedOn,
    /** last day; absent: until further notice */
    validTo: signedOn.optional(),
  }),
]);
export type ContractAnswer = z.output<typeof contract>;

/** What a production installation must be told before it is made. Field names as in `--answers FILE.json`. */
export const SetupAnswers = z.strictObject({
  /** name under which people open it; the proxy gets a certificate for it */
  host: hostName,
  operatorName: z.string().trim().min(1, 'must not be empty').max(120),
  /** sites of the operator that the policy speaks of, host names separated by commas */
  operatorSites: z.array(hostName).min(1, 'must name at least one site'),
  operatorZone: zone,
  supportAddress: mailAddress,
  /** first person who signs in */
  ownerName: z.string().trim().min(1, 'must not be empty').max(120),
  ownerEmail: mailAddress,
  /** of the operator's own prices, ISO 4217 */
  currency: z
    .string()
    .refine(
      (code) => Intl.supportedValuesOf('currency').includes(code),
      'must be a currency code such as EUR',
    )
    .default('EUR'),
  language: z.enum(['en', 'de'], { error: 'must be en or de' }).default('en'),
  port: z.number().int().min(1).max(65535).default(3000),
  /** own PostgreSQL; absent: the packaged server */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  /** mail relay; absent: mail waits and is shown */
  smtpUrl: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .refine((text) => URL.canParse(text), 'is no URL; write / @ : in a password as %2F %40 %3A')
    .optional(),
  /** with whoever runs the relay; absent: mail waits until it is handed in on the screen */
  smtpContract: contract.optional(),
  mailFrom: mailAddress.optional(),
  /** where backups go, best on another machine (a mounted folder) */
  backupTo: folder,
  /** S3-compatible store that gets each backup as well */
  backupStore: z
    .string()
    .refine(
      (text) => readStoreUrl(text) !== undefined,
      'must be https://ACCESS:SECRET@host/BUCKET/PREFIX?region=REGION',
    )
    .optional(),
  backupContract: contract.optional(),
  backupsKept: z.number().int().min(1).max(1000).default(30),
  /** system user who runs the service */
  serviceUser: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'must be a user name of this system')
    .default('tenon'),
});

export type SetupAnswers = z.output<typeof SetupAnswers>;

/** A question in the order asked; `optional` may be left empty. */
export interface Question {
  readonly field: keyof SetupAnswers;
  readonly text: string;
  readonly example: string;
  readonly optional?: boolean;
}

export const QUESTIONS: readonly Question[] = [
  { field: 'host', text: 'Name under which people will open it', example: 'tenon.example.com' },
  {
    field: 'operatorName',
    text: 'Your company, as the policies and invoices name it',
    example: 'Example Hosting GmbH',
  },
  { field: 'operatorSites', text: 'Its web sites, separated by commas', example: 'example.com' },
  { field: 'operatorZone', text: 'Time zone of its days', example: 'Europe/Berlin' },
  {
    field: 'supportAddress',
    text: 'Mail address for support and cancellations',
    example: 'help@example.com',
  },
  { field: 'ownerName', text: 'Who signs in first', example: 'Ada Example' },
  { field: 'ownerEmail', text: 'That person’s mail address', example: 'ada@example.com' },
  { field: 'language', text: 'That person’s language: en or de', example: 'en', optional: true },
  { field: 'currency', text: 'Currency of your prices', example: 'EUR', optional: true },
  {
    field: 'smtpUrl',
    text: 'Mail relay (empty: mail waits)',
    example: 'smtps://user:password@mail.example.com',
    optional: true,
  },
  {
    field: 'smtpContract',
    text: 'Contract with whoever runs the relay: PDF, signed by you, by them, valid from, to; or own (empty: mail waits until it is handed in)',
    example: '/srv/relay.pdf 2026-01-15 2026-01-20 2026-02-01 2027-01-31',
    optional: true,
  },
  { field: 'mailFrom', text: 'Sender of its mail', example: 'papers@example.com', optional: true },
  {
    field: 'databaseUrl',
    text: 'Own PostgreSQL (empty: the packaged one)',
    example: 'postgres://owner:…@db/tenon',
    optional: true,
  },
  { field: 'backupTo', text: 'Folder for backups, best on another machine', example: '/srv/backup/tenon' },
  {
    field: 'backupStore',
    text: 'Object store for backups (empty: the folder alone)',
    example: 'https://ACCESS:SECRET@s3.example.com/bucket?region=eu-central-1',
    optional: true,
  },
  {
    field: 'backupContract',
    text: 'Contract with whoever runs the store, in the same way; or own (empty: nothing goes there until it is handed in)',
    example: '/srv/store.pdf 2026-01-15 2026-01-20 2026-02-01',
    optional: true,
  },
  { field: 'serviceUser', text: 'System user that runs it', example: 'tenon', optional: true },
];

/** What a person typed → what the schema wants; an empty optional answer is no answer. */
export function readTyped(question: Question, typed: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  if (question.field === 'operatorSites')
    return text
      .split(',')
      .map((site) => site.trim())
      .filter(Boolean);
  if ((question.field === 'smtpContract' || question.field === 'backupContract') && text !== 'own') {
    const [, file, days = ''] = /^(.+?)((?:\s+\d{4}-\d\d-\d\d){3,4})$/.exec(text) ?? [];
    const [signedByUsOn, signedByThemOn, validFrom, validTo] = days.trim().split(/\s+/);
    if (file === undefined) return { file: text };
    return { file, signedByUsOn, signedByThemOn, validFrom, ...(validTo === undefined ? {} : { validTo }) };
  }
  return text;
}

/**
 * Checks one answer or all.
 * @returns what is wrong, a sentence for each field, or the answers
 */
export function checkAnswers(found: unknown): { answers: SetupAnswers } | { faults: string[] } {
  const parsed = SetupAnswers.safeParse(found);
  if (parsed.success) return { answers: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => {
      if (issue.code === 'unrecognized_keys') return `unknown: ${issue.keys.join(', ')}`;
      const missing = issue.code === 'invalid_type' && issue.input === undefined;
      return `${issue.path.join('.')} ${missing ? 'is missing' : issue.message}`;
    }),
  };
}

/** @returns what is wrong with one answer, or undefined */
export function faultOf(field: keyof SetupAnswers, value: unknown): string | undefined {
  const parsed = SetupAnswers.shape[field].safeParse(value);
  return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? 'cannot be used');
}

function isZone(name: string): boolean {
  try {
    return (
      Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== undefined &&
      !/^[+-]/.test(name)
    );
  } catch {
    return false;
  }
}
