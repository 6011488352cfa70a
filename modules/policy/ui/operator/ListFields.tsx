import { useId } from 'react';
import { useField } from '#platform/web-kit/form.tsx';

/** A field whose value is a list is kept as text while it is typed, one entry a line. */
const toLines = (value: unknown): string => (Array.isArray(value) ? value.map(String).join('\n') : '');
const ofLines = (raw: string | boolean): string[] =>
  String(raw)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

function Below({
  id,
  hint,
  fault,
}: {
  readonly id: string;
  readonly hint?: string | undefined;
  readonly fault: string | undefined;
}) {
  if (fault)
    return (
      <span className="tn-fault" id={`${id}-fault`}>
        {fault}
      </span>
    );
  return hint ? (
    <span className="tn-small tn-muted" id={`${id}-hint`}>
      {hint}
    </span>
  ) : null;
}

/** Any of a closed list. */
export function ChecksField({
  options,
  ...common
}: Common & { readonly options: readonly { readonly value: string; readonly label: string }[] }) {
  const field = useField(common.name, () => ({ write: toLines, read: (raw) => ({ value: ofLines(raw) }) }));
  const heading = useId();
  const chosen = ofLines(field.raw);
  const toggle = (value: string, on: boolean): void =>
    field.set(
      options
        .map((one) => one.value)
        .filter((one) => (one === value ? on : chosen.includes(one)))
        .join('\n'),
    );
  return (
    <div
      className="tn-field"
      data-wide
      data-fault={field.fault !== undefined}
      role="group"
      aria-labelledby={heading}
    >
      <span className="tn-strong" id={heading}>
        {common.label}
      </span>
      <div className="tn-form-grid">
        {options.map(({ value, label }) => (
          <span className="tn-check" key={value}>
            <input
              type="checkbox"
              id={`${field.id}-${value}`}
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
            <label htmlFor={`${field.id}-${value}`}>{label}</label>
          </span>
        ))}
      </div>
      <Below id={field.id} hint={common.hint} fault={field.fault} />
    </div>
  );
}

interface LinesProps extends Common {
  /** an entry as one types it, and back; text entries when absent */
  readonly show?: (entry: never) => string;
  readonly take?: (line: string) => unknown;
}

/** Several entries, one a line. */
export function LinesField({ show, take, ...common }: LinesProps) {
  const field = useField(common.name, () => ({
    write: (value) => toLines(Array.isArray(value) && show ? value.map((one) => show(one as never)) : value),
    read: (raw) => ({ value: take ? ofLines(raw).map(take) : ofLines(raw) }),
  }));
  return (
    <div className="tn-field" data-wide data-fault={field.fault !== undefined}>
      <label htmlFor={field.id}>{common.label}</label>
      <span className="tn-input">
        <textarea
          id={field.id}
          name={common.name}
          rows={2}
          aria-invalid={field.fault !== undefined || undefined}
          aria-describedby={field.fault ? `${field.id}-fault` : common.hint ? `${field.id}-hint` : undefined}
          value={String(field.raw)}
          onChange={(event) => field.set(event.target.value)}
        />
      </span>
      <Below id={field.id} hint={common.hint} fault={field.fault} />
    </div>
  );
}
