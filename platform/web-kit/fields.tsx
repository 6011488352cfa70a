import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react';
import type * as z from 'zod';
import { emptyValue, isOptional, type FieldKind, type FieldRead, type Raw } from './form-state.ts';
import { useField, type FieldState } from './form.tsx';
import { useFormat } from './use-format.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

interface Common {
  /** dotted path in the body */
  readonly name: string;
  readonly label: string;
  /** one line below the label: what belongs here */
  readonly hint?: string;
  readonly wide?: boolean;
  readonly autoFocus?: boolean;
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** Label, hint, control, fault: the same around every field, tied together for those who hear it. */
function Frame({
  field,
  label,
  hint,
  wide,
  children,
}: { readonly field: FieldState; readonly children: ReactNode } & Omit<Common, 'name'>) {
  const t = useWords(kitWords);
  return (
    <div className="tn-field" data-fault={field.fault !== undefined} data-wide={wide}>
      <label htmlFor={field.id}>
        {label}
        {isOptional(field.schema) && <span className="tn-muted"> · {t('kit.field.optional')}</span>}
      </label>
      {children}
      {hint && !field.fault && (
        <span className="tn-small tn-muted" id={`${field.id}-hint`}>
          {hint}
        </span>
      )}
      {field.fault && (
        <span className="tn-fault" id={`${field.id}-fault`}>
          {field.fault}
        </span>
      )}
    </div>
  );
}

function described(field: FieldState, hint: string | undefined) {
  return {
    id: field.id,
    'aria-invalid': field.fault !== undefined || undefined,
    'aria-describedby': field.fault ? `${field.id}-fault` : hint ? `${field.id}-hint` : undefined,
    'aria-required': !isOptional(field.schema) || undefined,
  };
}

const textKind = (schema: z.ZodType | undefined, secret = false): FieldKind => ({
  write: asText,
  read: (raw) => ({ value: raw === '' ? emptyValue(schema) : raw }),
  secret,
});

export interface TextFieldProps extends Common {
  readonly type?: 'text' | 'email' | 'tel' | 'search' | 'password';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly placeholder?: string;
}

export function TextField({ type = 'text', autoComplete, placeholder, ...common }: TextFieldProps) {
  const field = useField(common.name, (schema) => textKind(schema, type === 'password'));
  return (
    <Frame field={field} {...common}>
      <span className="tn-input">
        <input
          {...described(field, common.hint)}
          type={type}
          name={common.name}
          autoComplete={autoComplete ?? 'off'}
          placeholder={placeholder}
          autoFocus={common.autoFocus}
          value={String(field.raw)}
          onChange={(event) => field.set(event.target.value)}
        />
      </span>
    </Frame>
  );
}

/** Several lines of text. */
export function NoteField({ rows = 3, ...common }: Common & { readonly rows?: number }) {
  const field = useField(common.name, (schema) => textKind(schema));
  return (
    <Frame field={field} {...common} wide={common.wide ?? true}>
      <span className="tn-input">
        <textarea
          {...described(field, common.hint)}
          name={common.name}
          rows={rows}
          value={String(field.raw)}
          onChange={(event) => field.set(event.target.value)}
        />
      </span>
    </Frame>
  );
}

export interface NumberFieldProps extends Common {
  /** shown after the number: `mm`, `d`, `%` */
  readonly unit?: string;
  /** 0: whole numbers only; nothing finer than this is taken */
  readonly decimals?: number;
  /** `text`: the body wants decimal text, exactly as typed (money, fractions); `number`: a JSON number */
  readonly as?: 'number' | 'text';
}

/** A number as people of either language type it; tidied when the field is left, exact on its way. */
export function NumberField({ unit, decimals = 2, as = 'number', ...common }: NumberFieldProps) {
  const t = useWords(kitWords);
  const format = useFormat();
  const show = (canonical: string): string => {
    const places = canonical.split('.')[1]?.length ?? 0;
    return as === 'text'
      ? format.number(Number(canonical), Math.max(places, Math.min(decimals, 2)))
      : format.number(Number(canonical), [0, decimals]);
  };
  const read = (raw: Raw, schema: z.ZodType | undefined): FieldRead => {
    if (raw === '') return { value: emptyValue(schema) === '' ? undefined : emptyValue(schema) };
    const canonical = format.parseDecimal(String(raw), decimals);
    if (canonical === null)
      return {
        fault:
          decimals === 0 ? t('kit.field.whole') : t('kit.field.number', { example: format.number(12.5) }),
      };
    return { value: as === 'text' ? canonical : Number(canonical) };
  };
  const field = useField(common.name, (schema) => ({
    write: (value) => (value === undefined || value === null || value === '' ? '' : show(String(value))),
    read: (raw) => read(raw, schema),
  }));
  const tidy = (): void => {
    const canonical = format.parseDecimal(String(field.raw), decimals);
    if (canonical !== null && show(canonical) !== field.raw) field.set(show(canonical));
  };
  return (
    <Frame field={field} {...common}>
      <span className="tn-input">
        <input
          {...described(field, common.hint)}
          type="text"
          inputMode={decimals === 0 ? 'numeric' : 'decimal'}
          name={common.name}
          autoComplete="off"
          autoFocus={common.autoFocus}
          value={String(field.raw)}
          onChange={(event) => field.set(event.target.value)}
          onBlur={tidy}
        />
        {unit && <span className="tn-unit">{unit}</span>}
      </span>
    </Frame>
  );
}

/** Millimetres with at most two decimals. */
export function MmField(props: Omit<NumberFieldProps, 'unit' | 'decimals' | 'as'>) {
  return <NumberField {...props} unit="mm" />;
}

/** Money as the decimal text the server takes; the currency stands behind it. */
export function MoneyField({
  currency,
  ...props
}: Omit<NumberFieldProps, 'unit' | 'decimals' | 'as'> & { readonly currency?: string }) {
  const format = useFormat();
  return <NumberField {...props} as="text" unit={currency ?? format.currency} />;
}

/** A calendar day; the browser's own picker, the body's `YYYY-MM-DD`. */
export function DayField({ min, max, ...common }: Common & { readonly min?: string; readonly max?: string }) {
  const field = useField(common.name, (schema) => textKind(schema));
  return (
    <Frame field={field} {...common}>
      <span className="tn-input">
        <input
          {...described(field, common.hint)}
          type="date"
          name={common.name}
          min={min}
          max={max}
          value={String(field.raw)}
          onChange={(event) => field.set(event.target.value)}
        />
      </span>
    </Frame>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** One of a few. The device's own list: known to every hand, good on a phone. */
export function SelectField({ options, ...common }: Common & { readonly options: readonly Option[] }) {
  const t = useWords(kitWords);
  const field = useField(common.name, (schema) => textKind(schema));
  const known = options.some((option) => option.value === field.raw);
  return (
    <Frame field={field} {...common}>
      <span className="tn-input">
        <select
          {...described(field, common.hint)}
          name={common.name}
          autoFocus={common.autoFocus}
          value={String(field.raw)}
          onChange={(event) => field.set(event.target.value)}
        >
          {(!known || isOptional(field.schema)) && <option value="">{t('kit.choose')}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </Frame>
  );
}

/** Yes or no. */
export function CheckField(common: Common) {
  const field = useField(common.name, () => ({
    write: (value) => value === true,
    read: (raw) => ({ value: raw === true }),
  }));
  return (
    <div className="tn-field" data-fault={field.fault !== undefined} data-wide={common.wide}>
      <span className="tn-check">
        <input
          {...described(field, common.hint)}
          aria-required={undefined}
          type="checkbox"
          name={common.name}
          checked={field.raw === true}
          onChange={(event) => field.set(event.target.checked)}
        />
        <label htmlFor={field.id}>{common.label}</label>
      </span>
      {common.hint && !field.fault && (
        <span className="tn-small tn-muted" id={`${field.id}-hint`}>
          {common.hint}
        </span>
      )}
      {field.fault && (
        <span className="tn-fault" id={`${field.id}-fault`}>
          {field.fault}
        </span>
      )}
    </div>
  );
}
