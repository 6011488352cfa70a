import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { NumberField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { changeSettings, listPlans, type PlanView } from '../../subscriptions/contract.ts';
import { PlanForm } from './PlanForm.tsx';
import { subscriptionUiWords } from './words.ts';

/** What customers can subscribe to, and when an unpaid service is suspended. */
export default function Plans() {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const locale = useLocale();
  const read = useRead(listPlans, {}, { live: ['service-plan.', 'subscription'] });
  const [editing, setEditing] = useState<PlanView | 'new' | null>(null);
  const close = (): void => setEditing(null);
  const add = (
    <Button kind="primary" onClick={() => setEditing('new')}>
      {t('subs.newPlan')}
    </Button>
  );
  return (
    <Page>
      <PageHead
        sentence={
          read.data
            ? t('subs.plansSentence', { count: read.data.plans.filter(({ onSale }) => onSale).length })
            : t('subs.plans')
        }
        note={t('subs.plansNote')}
        back={{ href: '/money/subscriptions', label: t('subs.title') }}
        action={add}
      />
      <Card flush>
        <Lines
          label={t('subs.plans')}
          read={read}
          rows={(answer) => answer.plans}
          rowKey={(plan) => plan.id}
          empty={{ sentence: t('subs.noPlans'), example: t('subs.noPlansExample') }}
          columns={[
            { key: 'code', head: t('subs.code'), cell: (plan) => plan.code, phone: 'title' },
            { key: 'name', head: t('subs.plan'), cell: (plan) => plan.name[locale], phone: 'bare' },
            { key: 'kind', head: t('subs.workKind'), cell: (plan) => t(`subs.kind.${plan.kind}`) },
            {
              key: 'term',
              head: t('subs.term'),
              cell: (plan) => t('subs.termMonths', { months: plan.months }),
              align: 'end',
            },
            {
              key: 'price',
              head: t('subs.prices'),
              cell: (plan) => plan.prices.map(({ net, currency }) => f.money(net, currency)).join(' · '),
              align: 'end',
            },
            { key: 'refund', head: t('subs.refund'), cell: (plan) => t(`subs.refund.${plan.refundable}`) },
            {
              key: 'used',
              head: t('subs.used'),
              cell: (plan) => (plan.onSale ? f.count(plan.subscriptions) : t('subs.notOnSale')),
              align: 'end',
              phone: 'side',
            },
            {
              key: 'change',
              head: t('subs.change'),
              align: 'end',
              phone: 'bare',
              cell: (plan) => (
                <Button onClick={() => setEditing(plan)}>
                  {t('subs.change')}
                  <span className="tn-hidden"> {plan.code}</span>
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t('subs.settings')}>
        <p>{t('subs.settingsText')}</p>
        <WhenRead read={read}>
          {({ settings }) => (
            <Form
              route={changeSettings}
              initial={settings}
              submit={t('subs.saveSettings')}
              draft="none"
              onDone={() => toast({ title: t('subs.settingsSaved') })}
            >
              <FormGrid>
                <NumberField
                  name="suspendAfterDays"
                  label={t('subs.suspendAfter')}
                  hint={t('subs.suspendHint')}
                  decimals={0}
                />
              </FormGrid>
            </Form>
          )}
        </WhenRead>
      </Card>
      <Dialog
        open={editing !== null}
        onClose={close}
        title={
          editing === null || editing === 'new'
            ? t('subs.newPlan')
            : t('subs.changePlan', { code: editing.code })
        }
      >
        {editing !== null && <PlanForm plan={editing === 'new' ? null : editing} onDone={close} />}
      </Dialog>
    </Page>
  );
}
