import { useId, useState } from 'react';
import type { Parameter, Product } from '#domain/product/definition.ts';
import type { FieldProblem } from '#platform/http/contract.ts';
import { FormGrid } from '#platform/web-kit/form.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { catalogUiWords } from './words.ts';

export type ParameterValues = Readonly<Record<string, number | string | boolean>>;

/** What a product's parameters are at first. */
export function usualParameters(product: Product): ParameterValues {
  return Object.fromEntries(product.parameters.map((parameter) => [parameter.name, parameter.default]));
}

export interface ParameterFieldsProps {
  readonly product: Product;
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
  /** faults of the last answer; those of `parameters.<name>` stand beside their field */
  readonly faults: readonly FieldProblem[];
  readonly disabled?: boolean;
}

/** One field per parameter, in the order of the product. */
export function ParameterFields({
  product,
  values,
  onChange,
  faults,
  disabled = false,
}: ParameterFieldsProps) {
  return (
    <FormGrid>
      {product.parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? parameter.default}
          disabled={disabled}
          fault={faults.find((fault) => fault.field === `parameters.${parameter.name}`)}
          onChange={(value) => onChange({ ...values, [parameter.name]: value })}
        />
      ))}
    </FormGrid>
  );
}

interface FieldProps {
  readonly parameter: Parameter;
  readonly value: number | string | boolean;
  readonly fault: FieldProblem | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: number | string | boolean) => void;
}

function ParameterField({ parameter, value, fault, disabled, onChange }: FieldProps) {
  const id = useId();
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const described = {
    id,
    disabled,
    'aria-invalid': fault ? true : undefined,
    'aria-describedby': fault ? `${id}-fault` : undefined,
  };
  if (parameter.kind === 'boolean')
    return (
      <div className="tn-field" data-fault={Boolean(fault)}>
        <span className="tn-check">
          <input
            {...described}
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          <label htmlFor={id}>{parameter.label}</label>
        </span>
      </div>
    );
  const number = !('options' in parameter);
  return (
    <div className="tn-field" data-fault={Boolean(fault)}>
      <label htmlFor={id}>
        {parameter.label}
        {number && (
          <span className="tn-muted tn-num">
            {' '}
            {t('catalog.range', { min: f.number(parameter.min), max: f.number(parameter.max) })}
          </span>
        )}
      </label>
      <span className="tn-input">
        {number ? (
          <NumberInput
            described={described}
            value={Number(value)}
            unit={parameter.kind === 'length'}
            onChange={onChange}
          />
        ) : (
          <select {...described} value={String(value)} onChange={(event) => onChange(event.target.value)}>
            {parameter.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        )}
      </span>
      {fault && (
        <span className="tn-fault" id={`${id}-fault`}>
          {fault.title} {fault.remedy}
        </span>
      )}
    </div>
  );
}

interface NumberInputProps {
  readonly described: object;
  readonly value: number;
  readonly unit: boolean;
  readonly onChange: (value: number | string) => void;
}

/** Keeps what is typed as typed; what is no number goes to the server as text and comes back with its sentence. */
function NumberInput({ described, value, unit, onChange }: NumberInputProps) {
  const f = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <input
        {...described}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? f.number(value).replaceAll(/[\s ]/g, '')}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          const canonical = f.parseDecimal(text, 2);
          onChange(canonical === null ? text.slice(0, 20) || '?' : Number(canonical));
        }}
        onBlur={() => {
          if (typed !== null && f.parseDecimal(typed, 2) !== null) setTyped(null);
        }}
      />
      {unit && <span className="tn-unit">mm</span>}
    </>
  );
}
