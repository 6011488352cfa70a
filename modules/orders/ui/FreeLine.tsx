import type { Id } from '#domain/kernel/ids.ts';
import { MoneyField, NoteField, NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { addFreeLine, updateFreeLine, type OrderLine } from '../contract.ts';
import { orderUiWords } from './words.ts';

/** A line that is not made here: with a price it is sold, without one it is a text between the others. */
export function FreeLine({ orderId, line }: { readonly orderId: Id; readonly line?: OrderLine }) {
  const t = useWords(orderUiWords);
  const go = useGo();
  const back = () => go(`/orders/${orderId}`);
  const fields = (
    <>
      <FormGrid>
        <TextField name="name" label={t('orders.free.name')} wide />
        <NumberField name="quantity" label={t('orders.line.quantity')} decimals={0} />
        <TextField name="unit" label={t('orders.free.unit')} hint={t('orders.free.unit.hint')} />
        <MoneyField name="unitNet" label={t('orders.line.unit')} hint={t('orders.free.price.hint')} />
        <MoneyField name="unitCost" label={t('orders.free.cost')} hint={t('orders.free.cost.hint')} />
        <NumberField name="taxPercent" label={t('orders.free.tax')} unit="%" as="text" />
      </FormGrid>
      <NoteField name="note" label={t('orders.free.note')} rows={2} />
    </>
  );
  if (!line)
    return (
      <Form
        route={addFreeLine}
        params={{ orderId }}
        initial={{ quantity: 1 }}
        submit={t('orders.free.add')}
        draft="none"
        onDone={back}
      >
        {fields}
      </Form>
    );
  const isText = line.kind === 'text';
  return (
    <Form
      route={updateFreeLine}
      params={{ orderId, lineNo: line.lineNo }}
      initial={{
        name: line.name,
        note: line.note,
        quantity: line.quantity,
        unit: line.unit,
        unitNet: isText ? null : line.unitNet,
        unitCost: costOfOne(line),
        taxPercent: line.taxPercent,
      }}
      submit={t('orders.line.save')}
      draft="none"
      onDone={back}
    >
      {fields}
    </Form>
  );
}

/** What one costs, from the cost of the whole line, which is a multiple of it; null: nothing is known. */
function costOfOne({ cost, quantity }: OrderLine): string | null {
  const [, decimals = ''] = cost.other.split('.');
  const one = Number(cost.other) / quantity;
  return one === 0 ? null : one.toFixed(decimals.length);
}
