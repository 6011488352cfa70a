import type { Id } from '#domain/kernel/ids.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { CheckField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Card, Columns } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getElectronicTerms, setElectronicTerms } from '../../before-issue/contract.ts';
import { getTerms, setTerms } from '../../contract.ts';
import { Mandates } from '../sepa/Mandates.tsx';
import { customerMoneyWords } from './words.ts';

const PROFILES = ['none', 'en16931', 'xrechnung'] as const;

/** What was agreed with a customer: discount for paying early, and what its invoices must be as data. */
export function CustomerTerms({ customerId }: { readonly customerId: Id }) {
  const t = useWords(customerMoneyWords);
  const params = { customerId };
  const discount = useRead(getTerms, { params });
  const electronic = useRead(getElectronicTerms, { params });
  const saved = (): void => void toast({ title: t('customer.saved') });
  return (
    <>
      <Columns split="even">
        <Card title={t('customer.discount')}>
          <WhenRead read={discount} rows={2}>
            {(answer) => (
              <Form
                route={setTerms}
                params={params}
                draft="none"
                initial={answer.discount ?? { percent: '0', days: 0 }}
                onDone={saved}
              >
                <FormGrid>
                  <NumberField
                    name="percent"
                    label={t('customer.percent')}
                    hint={t('customer.percentHint')}
                    unit="%"
                    as="text"
                  />
                  <NumberField name="days" label={t('customer.days')} decimals={0} />
                </FormGrid>
              </Form>
            )}
          </WhenRead>
        </Card>
        <Card title={t('customer.eInvoice')}>
          <WhenRead read={electronic} rows={3}>
            {({ terms }) => (
              <Form
                route={setElectronicTerms}
                params={params}
                draft="none"
                initial={terms ?? { profile: 'none', required: false, buyerReference: '' }}
                onDone={saved}
              >
                <FormGrid>
                  <SelectField
                    name="profile"
                    label={t('customer.profile')}
                    options={PROFILES.map((profile) => ({
                      value: profile,
                      label: t(`customer.profile.${profile}`),
                    }))}
                  />
                  <TextField
                    name="buyerReference"
                    label={t('customer.reference')}
                    hint={t('customer.referenceHint')}
                  />
                </FormGrid>
                <CheckField
                  name="required"
                  label={t('customer.required')}
                  hint={t('customer.requiredHint')}
                />
              </Form>
            )}
          </WhenRead>
        </Card>
      </Columns>
      <Mandates customerId={customerId} />
    </>
  );
}
