import { SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { subscriptionUiWords } from './words.ts';

const ACTS = ['letter', 'telephone', 'in-person', 'ticked'] as const;

/** Who accepted the refund terms, and how: nothing is ordered without. */
export function AcceptedBy() {
  const t = useWords(subscriptionUiWords);
  return (
    <>
      <TextField name="terms.acceptedBy" label={t('subs.acceptedBy')} />
      <SelectField
        name="terms.act"
        label={t('subs.act')}
        options={ACTS.map((act) => ({ value: act, label: t(`subs.act.${act}`) }))}
      />
    </>
  );
}
