import { NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { FormGrid } from '#platform/web-kit/form.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { customerWords } from './customer-words.ts';

/** The fields of a customer, for a new one and an old one alike. */
export function CustomerFields() {
  const t = useWords(customerWords);
  return (
    <FormGrid>
      <TextField name="name" label={t('customers.name')} autoFocus />
      <TextField name="email" label={t('customers.email')} type="email" />
      <TextField name="phone" label={t('customers.phone')} type="tel" />
      <TextField name="street" label={t('customers.street')} />
      <TextField name="postcode" label={t('customers.postcode')} />
      <TextField name="city" label={t('customers.city')} />
      <TextField name="country" label={t('customers.country')} hint={t('customers.country.hint')} />
      <TextField name="vatNumber" label={t('customers.vat')} />
      <SelectField
        name="locale"
        label={t('customers.locale')}
        options={[
          { value: 'en', label: t('customers.locale.en') },
          { value: 'de', label: t('customers.locale.de') },
        ]}
      />
      <NumberField name="paymentDays" label={t('customers.paymentDays')} decimals={0} />
    </FormGrid>
  );
}
