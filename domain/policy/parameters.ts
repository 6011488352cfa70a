/** The two languages in which a promise is published. */
export type Language = 'en' | 'de';
/** The same words in every language. */
export type Said = Readonly<Record<Language, string>>;

/** Which document prints a parameter; `both` for who speaks in them and how they change. */
export type DocumentId = 'privacy' | 'cancellation';

/** What a value may be. Numbers are whole and carry their unit in the kind. */
type Kind =
  | {
      readonly type: 'count';
      readonly unit: 'minutes' | 'hours' | 'days' | 'working-days' | 'months' | 'years' | 'pieces';
      readonly min: number;
      readonly max: number;
    }
  /** several counts of one unit, largest first, `[7, 1]` */
  | { readonly type: 'counts'; readonly unit: 'days'; readonly min: number; readonly max: number }
  /** exact decimal text, `0.5` */
  | { readonly type: 'decimal'; readonly min: number; readonly max: number }
  /** wall clock, `09:00` */
  | { readonly type: 'time' }
  | { readonly type: 'text'; readonly lengthMax: number }
  | { readonly type: 'email' }
  /** names of places on the web, without a scheme */
  | { readonly type: 'hosts' }
  /** IANA name; `null` where each contract brings its own */
  | { readonly type: 'zone'; readonly perContract?: true }
  /** one of a few behaviours, each with the words in which a text says it */
  | { readonly type: 'choice'; readonly options: Readonly<Record<string, Said>> };

interface Definition {
  readonly kind: Kind;
  readonly value: number | string | readonly number[] | readonly string[] | null;
  readonly document: DocumentId | 'both';
}

const count = (
  document: Definition['document'],
  unit: Extract<Kind, { type: 'count' }>['unit'],
  value: number,
  [min, max]: readonly [number, number],
) => ({ kind: { type: 'count', unit, min, max } as Kind, value: value, document });

/**
 * Every value that a promise names, in one place: the text prints it, the code that keeps the promise is handed it, and
 * nobody writes it a second time. A change is a change of the policy (P-1.3) and takes its notice.
 */
const PARAMETERS = {
  'contract.zone': {
    kind: { type: 'zone', perContract: true } as Kind,
    value: null as string | null,
    document: 'cancellation',
  },
  'operator.name': { kind: { type: 'text', lengthMax: 120 } as Kind, value: 'Ciertech', document: 'both' },
  'operator.sites': {
    kind: { type: 'hosts' } as Kind,
    value: ['cier.tech', 'ciertech.odoo.com'] as readonly string[],
    document: 'both',
  },
  'operator.zone': { kind: { type: 'zone' } as Kind, value: 'Europe/Berlin', document: 'both' },
  'operator.supportAddress': { kind: { type: 'email' } as Kind, value: 'info@cier.tech', document: 'both' },
  'operator.soloWaitHours': count('both', 'hours', 24, [1, 336]),
  'cancel.address': { kind: { type: 'email' } as Kind, value: 'info@cier.tech', document: 'cancellation' },
  'cancel.noticeDays': count('cancellation', 'days', 30, [0, 90]),
  'cancel.shortNotice': {
    kind: {
      type: 'choice',
      options: {
        honour: {
          en: 'we end the service on the day you name, without a refund',
          de: 'beenden wir den Dienst an dem von Ihnen genannten Tag, ohne Erstattung',
        },
        'move-to-earliest': {
          en: 'we move the end to the first day that keeps the notice, with its refund',
          de: 'verlegen wir das Ende auf den ersten Tag, der die Frist einhält, mit dessen Erstattung',
        },
      },
    } as Kind,
    value: 'honour',
    document: 'cancellation',
  },
  'cancel.hold': {
    kind: {
      type: 'choice',
      options: {
        'moves-date': {
          en: 'the service goes on and the last day moves to the day on which the last payment arrives',
          de: 'läuft der Dienst weiter, und der letzte Tag verschiebt sich auf den Tag, an dem die letzte Zahlung eingeht',
        },
        'delays-refund-only': {
          en: 'the service still ends on the planned day, and the refund and the closing wait for the payment',
          de: 'endet der Dienst trotzdem am geplanten Tag, und Erstattung und Abschluss warten auf die Zahlung',
        },
      },
    } as Kind,
    value: 'moves-date',
    document: 'cancellation',
  },
  'cancel.duplicateMinutes': count('cancellation', 'minutes', 10, [1, 1440]),
  'cancel.finalInvoiceDays': count('cancellation', 'days', 7, [0, 60]),
  'cancel.finalBackupHours': count('cancellation', 'hours', 24, [1, 72]),
  'cancel.reminderTime': { kind: { type: 'time' } as Kind, value: '09:00', document: 'cancellation' },
  'cancel.clarifyDays': count('cancellation', 'days', 14, [1, 90]),
  'cancel.clarifyRemindDays': count('cancellation', 'days', 7, [1, 89]),
  'cancel.ackMinutes': count('cancellation', 'minutes', 15, [1, 1440]),
  'cancel.remindDaysBefore': {
    kind: { type: 'counts', unit: 'days', min: 1, max: 60 } as Kind,
    value: [7, 1] as readonly number[],
    document: 'cancellation',
  },
  'cancel.retrievalGraceDays': count('cancellation', 'days', 30, [0, 365]),
  'cancel.backupExpiryDays': count('cancellation', 'days', 35, [0, 365]),
  'cancel.accessEndToleranceMinutes': count('cancellation', 'minutes', 15, [1, 240]),
  'refund.initiateWithinDays': count('cancellation', 'days', 14, [1, 60]),
  'refund.rounding': {
    kind: {
      type: 'choice',
      options: {
        'half-away-from-zero': {
          en: 'half a smallest coin is rounded up, once per line',
          de: 'eine halbe kleinste Münze wird aufgerundet, einmal je Zeile',
        },
      },
    } as Kind,
    value: 'half-away-from-zero',
    document: 'cancellation',
  },
  'refund.offset': {
    kind: {
      type: 'choice',
      options: {
        never: {
          en: 'we do not set it off against a refund',
          de: 'rechnen wir nicht mit einer Erstattung auf',
        },
        ask: {
          en: 'we set it off against your refund only if you agree',
          de: 'rechnen wir nur mit Ihrer Erstattung auf, wenn Sie zustimmen',
        },
        'agreed-in-contract': {
          en: 'we set it off against your refund where your contract says so',
          de: 'rechnen wir mit Ihrer Erstattung auf, wo Ihr Vertrag das vorsieht',
        },
      },
    } as Kind,
    value: 'ask',
    document: 'cancellation',
  },
  'support.answerWorkingDays': count('both', 'working-days', 1, [1, 30]),
  'processor.forwardWorkingDays': count('privacy', 'working-days', 2, [1, 30]),
  'processor.warnDays': {
    kind: { type: 'counts', unit: 'days', min: 1, max: 365 } as Kind,
    value: [60, 30, 7] as readonly number[],
    document: 'privacy',
  },
  'cookie.consentMonths': count('privacy', 'months', 6, [1, 24]),
  'policy.noticeDaysMaterial': count('both', 'days', 30, [0, 365]),
  'dsr.months': count('privacy', 'months', 1, [1, 1]),
  'dsr.extensionMonths': count('privacy', 'months', 2, [0, 2]),
  'breach.hours': count('privacy', 'hours', 72, [1, 72]),
  'breach.tenantHours': count('privacy', 'hours', 24, [1, 72]),
  'analytics.period': {
    kind: {
      type: 'choice',
      options: {
        quarter: { en: 'quarter', de: 'Quartal' },
        year: { en: 'year', de: 'Jahr' },
      },
    } as Kind,
    value: 'quarter',
    document: 'privacy',
  },
  'analytics.epsilonPerRelease': {
    kind: { type: 'decimal', min: 0, max: 1 } as Kind,
    value: '0.5',
    document: 'privacy',
  },
  'analytics.maxMetrics': count('privacy', 'pieces', 4, [1, 8]),
  'analytics.floor': count('privacy', 'pieces', 20, [5, 1000]),
  'log.accessDays': count('privacy', 'days', 30, [1, 365]),
  'log.ipCutDays': count('privacy', 'days', 7, [0, 365]),
  'invoice.keepYears': count('privacy', 'years', 10, [1, 30]),
} as const satisfies Record<string, Definition>;

export type ParameterName = keyof typeof PARAMETERS;

type ValueOf<D> = D extends { readonly value: infer V } ? V : never;
/** `30` may become `45`, and a choice another of its options: the kind of value stays, not the value. */
type Widened<V> = V extends readonly number[]
  ? readonly number[]
  : V extends readonly string[]
    ? readonly string[]
    : V extends number
      ? number
      : V extends string
        ? string
        : V;
/** One value per parameter: what one version of the policy says. */
export type ParameterValues = { readonly [N in ParameterName]: Widened<ValueOf<(typeof PARAMETERS)[N]>> };

export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];

/** The values with which the product is shipped. */
export const DEFAULTS: ParameterValues = Object.fromEntries(
  PARAMETER_NAMES.map((name) => [name, PARAMETERS[name].value]),
) as unknown as ParameterValues;

export function definitionOf(name: ParameterName): Definition {
  return PARAMETERS[name];
}

/** Parameters that a document prints or stands on. */
export function parametersOf(document: DocumentId): ParameterName[] {
  return PARAMETER_NAMES.filter((name) => {
    const of = definitionOf(name).document;
    return of === 'both' || of === document;
  });
}
