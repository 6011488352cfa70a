import { useId } from 'react';

/** Several of a few. Nothing where there is nothing to choose. */
export function Ticks({
  legend,
  all,
  ticked,
  onTick,
}: {
  readonly legend: string;
  readonly all: readonly { readonly code: string; readonly name: string }[];
  readonly ticked: readonly string[];
  readonly onTick: (codes: readonly string[]) => void;
}) {
  const base = useId();
  if (all.length === 0) return null;
  return (
    <fieldset className="tn-field">
      <legend>{legend}</legend>
      {all.map(({ code, name }) => (
        <span className="tn-check" key={code}>
          <input
            id={`${base}-${code}`}
            type="checkbox"
            checked={ticked.includes(code)}
            onChange={({ target }) =>
              onTick(target.checked ? [...ticked, code] : ticked.filter((one) => one !== code))
            }
          />
          <label htmlFor={`${base}-${code}`}>{name}</label>
        </span>
      ))}
    </fieldset>
  );
}
