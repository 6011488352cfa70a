/** One of a few, outside a form: what is chosen changes the screen at once. */
export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="tn-field">
      <span>{label}</span>
      <span className="tn-input">
        <select value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
