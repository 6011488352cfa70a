import type { Day } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { DayField, MoneyField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may } from '../../contract.ts';
import { getMoneySettings, saveMoneySettings, saveTaxRate } from '../../money-settings/contract.ts';
import { moneySettingsWords } from './words.ts';

/** Fees and interest of reminders, the small difference, and rates of tax by day. */
export default function MoneySettings() {
  const t = useWords(moneySettingsWords);
  const f = useFormat();
  const today = useToday();
  const mayChange = useMay(may.changeSettings);
  const read = useRead(getMoneySettings, {});
  const saved = (): void => {
    toast({ title: t('moneySet.saved') });
    read.again();
  };
  return (
    <Page>
      <PageHead
        sentence={t('moneySet.title')}
        note={t('moneySet.note')}
        back={{ href: '/money', label: t('moneySet.money') }}
      />
      {mayChange && (
        <WhenRead read={read}>
          {({ rates: _, currency: __, ...initial }) => (
            <Card title={t('moneySet.late')}>
              <p className="tn-muted">{t('moneySet.lateText')}</p>
              <Form
                route={saveMoneySettings}
                submit={t('moneySet.save')}
                draft="none"
                initial={{ ...initial, interestFromLevel: String(initial.interestFromLevel) }}
                onDone={saved}
              >
                <FormGrid>
                  <MoneyField name="fee1" label={t('moneySet.fee1')} />
                  <MoneyField name="fee2" label={t('moneySet.fee2')} />
                  <MoneyField name="fee3" label={t('moneySet.fee3')} />
                  <TextField name="basePercent" label={t('moneySet.base')} />
                  <TextField name="overBasePercent" label={t('moneySet.overBase')} />
                  <SelectField
                    name="interestFromLevel"
                    label={t('moneySet.from')}
                    options={([1, 2, 3, 4] as const).map((level) => ({
                      value: String(level),
                      label: t(`moneySet.from.${level}`),
                    }))}
                  />
                  <MoneyField name="difference" label={t('moneySet.difference')} />
                </FormGrid>
              </Form>
            </Card>
          )}
        </WhenRead>
      )}
      {mayChange && (
        <Card title={t('moneySet.addRate')}>
          <Form
            route={saveTaxRate}
            submit={t('moneySet.addRate')}
            draft="none"
            initial={{ country: 'DE', class: 'standard', from: today, percent: '' }}
            onDone={saved}
          >
            <FormGrid>
              <TextField name="country" label={t('moneySet.country')} />
              <SelectField
                name="class"
                label={t('moneySet.class')}
                options={(['standard', 'reduced'] as const).map((each) => ({
                  value: each,
                  label: t(`moneySet.class.${each}`),
                }))}
              />
              <DayField name="from" label={t('moneySet.validFrom')} />
              <TextField name="percent" label={t('moneySet.percent')} />
            </FormGrid>
          </Form>
        </Card>
      )}
      <Card flush title={t('moneySet.rates')}>
        <Lines
          label={t('moneySet.rates')}
          read={read}
          rows={(answer) => answer.rates}
          rowKey={(rate) => `${rate.country} ${rate.class} ${rate.from}`}
          empty={{ sentence: t('moneySet.none') }}
          columns={[
            { key: 'country', head: t('moneySet.country'), cell: (rate) => rate.country, phone: 'title' },
            { key: 'class', head: t('moneySet.class'), cell: (rate) => t(`moneySet.class.${rate.class}`) },
            {
              key: 'from',
              head: t('moneySet.validFrom'),
              cell: (rate) => f.dayLong(rate.from as Day),
              align: 'end',
            },
            {
              key: 'percent',
              head: t('moneySet.percent'),
              cell: (rate) => f.number(Number(rate.percent)),
              align: 'end',
              phone: 'side',
            },
            {
              key: 'own',
              head: t('moneySet.source'),
              cell: (rate) => t(rate.own ? 'moneySet.own' : 'moneySet.known'),
              align: 'end',
            },
          ]}
        />
      </Card>
    </Page>
  );
}
