import { useRead } from '#platform/web-kit/data.ts';
import { NoteField, NumberField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getSettings, updateSettings } from '../contract.ts';
import { orderUiWords } from './words.ts';

/** How prices follow from costs, how long quotes hold, where numbers begin, and what papers say in own words. */
export default function OrderSettings() {
  const t = useWords(orderUiWords);
  const read = useRead(getSettings, {});
  return (
    <Page>
      <PageHead
        sentence={t('orders.settings.sentence')}
        note={t('orders.settings.note')}
        back={{ href: '/orders', label: t('orders.title') }}
        more={<ButtonLink href="/products/materials">{t('orders.settings.costs')}</ButtonLink>}
      />
      <WhenRead read={read}>
        {(settings) => (
          <Card title={t('orders.settings.prices')}>
            <Form
              key={JSON.stringify(settings)}
              route={updateSettings}
              initial={settings}
              submit={t('orders.settings.save')}
              draft="none"
              onDone={() => toast({ title: t('orders.settings.saved') })}
            >
              <FormGrid>
                <NumberField
                  name="overheadPercent"
                  label={t('orders.settings.overhead')}
                  unit="%"
                  decimals={0}
                />
                <NumberField name="marginPercent" label={t('orders.settings.margin')} unit="%" decimals={0} />
                <NumberField name="taxPercent" label={t('orders.settings.tax')} unit="%" as="text" />
                <NumberField
                  name="validDays"
                  label={t('orders.settings.valid')}
                  unit={t('orders.settings.days')}
                  decimals={0}
                />
                <NumberField
                  name="firstNumber"
                  label={t('orders.settings.first')}
                  hint={t('orders.settings.first.hint')}
                  decimals={0}
                />
              </FormGrid>
              <p className="tn-muted">{t('orders.settings.texts.note')}</p>
              <NoteField name="quoteOpening" label={t('orders.settings.opening')} />
              <NoteField name="quoteClosing" label={t('orders.settings.closing')} />
              <NoteField name="confirmationClosing" label={t('orders.settings.confirmation')} />
              <NoteField name="paymentTerms" label={t('orders.settings.terms')} rows={2} />
            </Form>
          </Card>
        )}
      </WhenRead>
    </Page>
  );
}
