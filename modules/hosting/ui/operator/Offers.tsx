import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { CheckField, NoteField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listOffers, saveOffer, type OfferView } from '../../ordering/contract.ts';
import { orderingUiWords } from './ordering-words.ts';
import { Ticks } from './Ticks.tsx';

/** What is delivered when a plan is ordered: kind, limits, what can be had beside it, and for whom. */
export default function Offers() {
  const t = useWords(orderingUiWords);
  const format = useFormat();
  const locale = useLocale();
  const read = useRead(listOffers, {}, { live: ['hosting-offer.', 'service-plan.'] });
  const [editing, setEditing] = useState<OfferView | null>(null);
  const close = (): void => setEditing(null);
  return (
    <Page>
      <PageHead
        sentence={t('offers.sentence')}
        note={t('offers.note')}
        back={{ href: '/operator/hosting-orders', label: t('orders.title') }}
      />
      <Card flush>
        <Lines
          label={t('offers.title')}
          read={read}
          rows={({ offers }) => offers}
          rowKey={({ planId }) => planId}
          empty={{ sentence: t('offers.none') }}
          columns={[
            { key: 'plan', head: t('offers.plan'), phone: 'title', cell: ({ name }) => name[locale] },
            {
              key: 'offer',
              head: t('offers.offer'),
              cell: ({ offer }) => t(offer ? `offers.kind.${offer.kind}` : 'offers.notYet'),
            },
            {
              key: 'limits',
              head: t('offers.limits'),
              cell: ({ offer }) =>
                t('offers.limits.of', {
                  users: offer?.quota.users ?? t('offers.unlimited'),
                  bytes: offer?.quota.bytes ? format.bytes(offer.quota.bytes) : t('offers.unlimited'),
                }),
            },
            {
              key: 'public',
              head: t('offers.public'),
              cell: ({ offer }) => t(`offers.public.${offer?.public ? 'yes' : 'no'}`),
            },
            {
              key: 'act',
              head: '',
              cell: (one) => <Button onClick={() => setEditing(one)}>{t('offers.edit')}</Button>,
            },
          ]}
        />
      </Card>
      {editing && read.data && (
        <Dialog open title={t('offers.editing', { code: editing.code })} onClose={close}>
          <OfferForm
            plan={editing}
            kinds={read.data.kinds}
            addons={read.data.addons.filter(({ months }) => months === editing.months)}
            onDone={close}
          />
        </Dialog>
      )}
    </Page>
  );
}

function OfferForm({
  plan,
  kinds,
  addons,
  onDone,
}: {
  readonly plan: OfferView;
  readonly kinds: readonly ('workspace' | 'odoo')[];
  readonly addons: readonly { id: string; code: string; name: { en: string; de: string } }[];
  readonly onDone: () => void;
}) {
  const t = useWords(orderingUiWords);
  const locale = useLocale();
  const [works, setWorks] = useState(plan.offer?.works.length ?? 0);
  const [ticked, setTicked] = useState<readonly string[]>(plan.offer?.addons.map(({ code }) => code) ?? []);
  const { addons: _, ...offer } = plan.offer ?? EMPTY;
  return (
    <Form
      route={saveOffer}
      params={{ servicePlanId: plan.planId as Id }}
      initial={offer}
      constant={{
        addonIds: addons.filter(({ code }) => ticked.includes(code)).map(({ id }) => id as Id),
        ...(works === 0 ? { works: [] } : {}),
      }}
      draft="none"
      submit={t('offers.save')}
      onDone={() => {
        toast({ title: t('offers.saved') });
        onDone();
      }}
      onCancel={onDone}
    >
      <FormGrid>
        <SelectField
          name="kind"
          label={t('offers.kind')}
          options={kinds.map((value) => ({ value, label: t(`offers.kind.${value}`) }))}
        />
        <TextField name="version" label={t('offers.version')} />
        <NumberField name="quota.users" label={t('offers.users')} decimals={0} />
        <NumberField name="quota.bytes" label={t('offers.bytes')} decimals={0} />
        <SelectField
          name="atLimit"
          label={t('offers.atLimit')}
          options={(['tell', 'hold'] as const).map((value) => ({
            value,
            label: t(`offers.atLimit.${value}`),
          }))}
        />
        <CheckField name="public" label={t('offers.isPublic')} />
      </FormGrid>
      <Ticks
        legend={t('orders.addons')}
        all={addons.map(({ code, name }) => ({ code, name: name[locale] }))}
        ticked={ticked}
        onTick={setTicked}
      />
      {Array.from({ length: works }, (_each, at) => (
        <WorkFields key={at} at={at} />
      ))}
      <p>
        <Button kind="quiet" onClick={() => setWorks(works + 1)}>
          {t('offers.moreWorks')}
        </Button>
      </p>
    </Form>
  );
}

const EMPTY = {
  ...{ kind: 'workspace', version: '', quota: {}, atLimit: 'tell', works: [], addons: [], public: false },
} as const;

/** One customisation with its price and its refund terms. */
function WorkFields({ at }: { readonly at: number }) {
  const t = useWords(orderingUiWords);
  const name = (field: string): string => `works.${at}.${field}`;
  return (
    <fieldset className="tn-field">
      <legend>{t('offers.work', { n: at + 1 })}</legend>
      <FormGrid>
        <TextField name={name('code')} label={t('offers.work.code')} />
        <TextField name={name('name.en')} label={t('offers.work.en')} />
        <TextField name={name('name.de')} label={t('offers.work.de')} />
        <NumberField name={name('net')} label={t('offers.work.net')} as="text" decimals={3} />
        <TextField name={name('taxPercent')} label={t('offers.work.tax')} />
        <SelectField
          name={name('refundable')}
          label={t('offers.work.refundable')}
          options={(['prorated', 'none'] as const).map((value) => ({
            value,
            label: t(`offers.refund.${value}`),
          }))}
        />
        <NoteField name={name('terms.en')} label={t('offers.work.termsEn')} rows={2} />
        <NoteField name={name('terms.de')} label={t('offers.work.termsDe')} rows={2} />
      </FormGrid>
    </fieldset>
  );
}
