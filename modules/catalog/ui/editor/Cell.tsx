import { useId, useState, type ReactNode } from 'react';
import { useFormat } from '#platform/web-kit/use-format.ts';

interface CellProps {
  readonly label: string;
  /** what the server has against it, with the way */
  readonly fault?: string | undefined;
  readonly wide?: boolean;
}

interface Described {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

function Cell({
  label,
  fault,
  wide,
  children,
}: CellProps & { readonly children: (described: Described) => ReactNode }) {
  const id = useId();
  return (
    <div className="tn-field" data-fault={Boolean(fault)} data-wide={wide}>
      <label htmlFor={id}>{label}</label>
      <span className="tn-input">
        {children({
          id,
          'aria-invalid': fault ? true : undefined,
          'aria-describedby': fault ? `${id}-fault` : undefined,
        })}
      </span>
      {fault && (
        <span className="tn-fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

interface TextProps extends CellProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** a formula or a name: drawn in the letters of code, never corrected by the device */
  readonly code?: boolean;
  readonly disabled?: boolean;
}

export function TextCell({ value, onChange, code = false, disabled = false, ...cell }: TextProps) {
  return (
    <Cell {...cell}>
      {(described) => (
        <input
          {...described}
          className={code ? 'pe-code' : undefined}
          type="text"
          autoComplete="off"
          autoCapitalize={code ? 'off' : undefined}
          spellCheck={!code}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Cell>
  );
}

export function DayCell({ value, onChange, ...cell }: TextProps) {
  return (
    <Cell {...cell}>
      {(described) => (
        <input {...described} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Cell>
  );
}

/** One thing per line. Lines are read when the field is left, so that an empty one can be begun. */
export function LinesCell({ value, onChange, ...cell }: TextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Cell {...cell}>
      {(described) => (
        <textarea
          {...described}
          className="pe-code"
          rows={3}
          spellCheck={false}
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            if (typed !== null) onChange(typed);
            setTyped(null);
          }}
        />
      )}
    </Cell>
  );
}

/** What is no number goes on as text and comes back with the server's sentence. */
export function NumberCell({
  value,
  onChange,
  unit,
  ...cell
}: CellProps & {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly unit?: string;
}) {
  const f = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Cell {...cell}>
      {(described) => (
        <>
          <input
            {...described}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={typed ?? (typeof value === 'number' ? f.number(value, [0, 2]) : String(value))}
            onChange={(event) => {
              const canonical = f.parseDecimal(event.target.value, 2);
              setTyped(event.target.value);
              onChange(canonical === null ? (event.target.value as unknown as number) : Number(canonical));
            }}
            onBlur={() => setTyped(null)}
          />
          {unit && <span className="tn-unit">{unit}</span>}
        </>
      )}
    </Cell>
  );
}

export function ChoiceCell({
  value,
  options,
  onChange,
  ...cell
}: CellProps & {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}) {
  // What is no longer offered stays visible until somebody chooses anew.
  const all = options.some((option) => option.value === value)
    ? options
    : [{ value, label: value || '–' }, ...options];
  return (
    <Cell {...cell}>
      {(described) => (
        <select {...described} value={value} onChange={(event) => onChange(event.target.value)}>
          {all.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Cell>
  );
}
