import { useId, useState, type ReactNode } from 'react';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Product } from '#domain/product/definition.ts';
import {
  CostFacts,
  ExplosionView,
  ParameterFields,
  ProblemNotice,
  useAsk,
  type ParameterValues,
} from '#modules/catalog/ui/public.ts';
import type { Problem } from '#platform/http/contract.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { FormGrid } from '#platform/web-kit/form.tsx';
import { Card, Columns, Facts } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { priceLine } from '../contract.ts';
import { orderUiWords } from './words.ts';

export interface LineDraft {
  readonly parameters: ParameterValues;
  readonly quantity: number;
  readonly unitNet: string | null;
}

export interface LineFormProps {
  readonly productId: Id;
  readonly product: Product;
  readonly initial: LineDraft;
  readonly submit: string;
  readonly busy: boolean;
  /** refusal of the last attempt to save */
  readonly problem: Problem | null;
  readonly promisedOn: Day | null;
  readonly onSubmit: (draft: LineDraft) => void;
  readonly more?: ReactNode;
}

/** A product line being made: parameters, quantity and price beside what it costs, weighs and is made of, live. */
export function LineForm({
  productId,
  product,
  initial,
  submit,
  busy,
  problem,
  promisedOn,
  onSubmit,
  more,
}: LineFormProps) {
  const t = useWords(orderUiWords);
  const f = useFormat();
  const [parameters, setParameters] = useState(initial.parameters);
  const [quantity, setQuantity] = useState(String(initial.quantity));
  const [price, setPrice] = useState(initial.unitNet === null ? '' : f.number(Number(initial.unitNet), 2));
  const pieces = Number(f.parseDecimal(quantity, 0) ?? NaN);
  const own = price.trim() === '' ? null : (f.parseDecimal(price, 4) ?? price);
  const live = useAsk(priceLine, {
    body: { productId, parameters, quantity: pieces >= 1 && pieces <= 999 ? pieces : 1, unitNet: own },
  });
  const faults = [...(live.problem?.errors ?? []), ...(problem?.errors ?? [])];
  const faultOf = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.title;
  return (
    <form
      noValidate
      className="tn-flow"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSubmit({ parameters, quantity: pieces, unitNet: own });
      }}
    >
      <Columns split="wide-left">
        <Card title={t('orders.configure')}>
          <div className="tn-flow">
            <ParameterFields product={product} values={parameters} onChange={setParameters} faults={faults} />
            <FormGrid>
              <TypedField
                label={t('orders.line.quantity')}
                value={quantity}
                onChange={setQuantity}
                fault={faultOf('quantity')}
                numeric
              />
              <TypedField
                label={t('orders.line.price.own')}
                value={price}
                onChange={setPrice}
                unit={f.currency}
                fault={faultOf('unitNet')}
                hint={
                  live.answer
                    ? t('orders.line.price.hint', { price: f.money(live.answer.calculated) })
                    : undefined
                }
              />
            </FormGrid>
            <ProblemNotice problem={problem ?? live.problem} beside="parameters." />
            {live.answer?.one.warnings.map((warning) => (
              <p key={warning.code} className="tn-notice" role="status">
                {warning.title}
              </p>
            ))}
            <div className="tn-row">
              <Button kind="primary" type="submit" busy={busy}>
                {submit}
              </Button>
              {more}
            </div>
          </div>
        </Card>
        <Card title={t('orders.price')}>
          {live.answer && (
            <div className="tn-flow" aria-busy={live.busy}>
              <p className="tn-figure">
                <strong>{f.money(live.answer.net)}</strong>
                <span className="tn-muted">
                  {t('orders.price.each', { price: f.money(live.answer.unitNet) })}
                </span>
              </p>
              <CostFacts explosion={live.answer.one} />
              {promisedOn && <Facts facts={[{ label: t('orders.earliest'), value: f.day(promisedOn) }]} />}
            </div>
          )}
        </Card>
      </Columns>
      {live.answer && <ExplosionView explosion={live.answer.one} />}
    </form>
  );
}

interface TypedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: string | undefined;
  readonly hint?: string | undefined;
  readonly unit?: string;
  readonly numeric?: boolean;
}

function TypedField({ label, value, onChange, fault, hint, unit, numeric = false }: TypedFieldProps) {
  const id = useId();
  return (
    <div className="tn-field" data-fault={fault !== undefined}>
      <label htmlFor={id}>{label}</label>
      <span className="tn-input">
        <input
          id={id}
          type="text"
          inputMode={numeric ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={value}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={fault ? `${id}-fault` : hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        {unit && <span className="tn-unit">{unit}</span>}
      </span>
      {hint && !fault && (
        <span className="tn-small tn-muted" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span className="tn-fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}
