import type { Id } from '#domain/kernel/ids.ts';
import { SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { recordAcceptance } from '../../ordering/contract.ts';
import { orderingUiWords } from './ordering-words.ts';

/** Staff writes down that the customer took what was handed over, where the button in their own page was not pressed. */
export function Acceptance({ hostedInstanceId }: { readonly hostedInstanceId: Id }) {
  const t = useWords(orderingUiWords);
  return (
    <Card title={t('accept.title')}>
      <Form
        route={recordAcceptance}
        params={{ hostedInstanceId }}
        initial={{ act: 'telephone' }}
        submit={t('accept.send')}
        onDone={() => toast({ title: t('accept.done') })}
      >
        <FormGrid>
          <TextField name="acceptedBy" label={t('accept.by')} />
          <SelectField
            name="act"
            label={t('orders.act')}
            options={(['telephone', 'letter', 'in-person'] as const).map((act) => ({
              value: act,
              label: t(`orders.act.${act}`),
            }))}
          />
        </FormGrid>
      </Form>
    </Card>
  );
}
