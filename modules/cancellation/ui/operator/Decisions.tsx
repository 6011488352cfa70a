import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { listCustomers } from '#modules/accounts/ui/public.ts';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { DayField, NoteField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  decideCase,
  enterRequest,
  moveCase,
  payByHand,
  waiveNotice,
  withdrawCase,
  type StaffCase,
} from '../../contract.ts';
import { listToCancel } from '../../intake/contract.ts';
import { operatorCaseWords } from './words.ts';

interface Props {
  readonly of: StaffCase;
  readonly onDone: (title: string) => void;
}

/** Every subscription that still runs, to choose from. */
function useSubscriptions() {
  const read = useRead(listToCancel);
  return (read.data?.subscriptions ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

/** A request that came by letter or telephone, or as a mail that no rule recognised. */
export function EnterRequest({ onDone }: { readonly onDone: () => void }) {
  const t = useWords(operatorCaseWords);
  const subscriptions = useSubscriptions();
  return (
    <Form route={enterRequest} initial={{ on: null, said: '' }} submit={t('enter.title')} onDone={onDone}>
      <FormGrid>
        <SelectField name="subscriptionId" label={t('enter.subscription')} options={subscriptions} />
        <TextField name="email" type="email" label={t('enter.email')} hint={t('enter.email.hint')} />
        <DayField name="on" label={t('enter.on')} />
        <NoteField name="said" label={t('enter.said')} rows={4} />
      </FormGrid>
    </Form>
  );
}

const VERDICTS = ['cancels', 'which', 'not-authorised', 'no-cancellation'] as const;
type Verdict = (typeof VERDICTS)[number];

/** What a message asks for, where no rule could say. */
export function Decide({ of, onDone }: Props) {
  const t = useWords(operatorCaseWords);
  const [verdict, setVerdict] = useState<Verdict>('cancels');
  const [customerId, setCustomer] = useState(of.customerId ?? '');
  const [subscriptionId, setSubscription] = useState(of.subscriptionId ?? '');
  const [reason, setReason] = useState('');
  const customers = useRead(listCustomers);
  const subscriptions = useSubscriptions();
  const decide = useChange(decideCase, { onDone: () => onDone(t('decide.done')) });
  const said = { reason };
  const body = (): Parameters<typeof decide.send>[0] => {
    const params = { cancellationCaseId: of.id as Id };
    switch (verdict) {
      case 'cancels':
        return { params, body: { verdict, subscriptionIds: [subscriptionId as Id], ...said } };
      case 'which':
        return { params, body: { verdict, customerId: customerId as Id, ...said } };
      case 'not-authorised':
        return {
          params,
          body: { verdict, customerId: customerId === '' ? null : (customerId as Id), ...said },
        };
      case 'no-cancellation':
        return { params, body: { verdict, ...said } };
    }
  };
  const missing =
    reason.trim() === '' ||
    (verdict === 'cancels' && subscriptionId === '') ||
    (verdict === 'which' && customerId === '');
  const choose = (
    id: string,
    label: string,
    value: string,
    set: (value: string) => void,
    options: readonly { readonly value: string; readonly label: string }[],
  ) => (
    <div className="tn-field">
      <label htmlFor={id}>{label}</label>
      <span className="tn-input">
        <select id={id} value={value} onChange={(event) => set(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
  const nobody = { value: '', label: t('decide.customer.none') };
  return (
    <div className="tn-form">
      {choose(
        'decide-verdict',
        t('decide.verdict'),
        verdict,
        (value) => setVerdict(value as Verdict),
        VERDICTS.map((value) => ({ value, label: t(`decide.${value}`) })),
      )}
      {verdict === 'cancels' &&
        choose('decide-subscription', t('decide.subscription'), subscriptionId, setSubscription, [
          { value: '', label: '–' },
          ...subscriptions,
        ])}
      {(verdict === 'which' || verdict === 'not-authorised') &&
        choose('decide-customer', t('decide.customer'), customerId, setCustomer, [
          nobody,
          ...(customers.data?.customers ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ])}
      <div className="tn-field">
        <label htmlFor="decide-reason">{t('reason')}</label>
        <span className="tn-input">
          <input
            id="decide-reason"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </span>
      </div>
      <div className="tn-row">
        <Button kind="primary" busy={decide.busy} disabled={missing} onClick={() => void decide.send(body())}>
          {t('decide')}
        </Button>
      </div>
    </div>
  );
}

/** What the customer wrote or said, and when it arrived: another day, or that it is taken back. */
export function Move({ of, onDone }: Props) {
  const t = useWords(operatorCaseWords);
  const today = useToday();
  return (
    <Form
      route={moveCase}
      params={{ cancellationCaseId: of.id as Id }}
      initial={{ on: of.lastOn ?? today, reason: '' }}
      draft="none"
      onDone={() => onDone(t('move.done'))}
    >
      <DayField name="on" label={t('move.on')} />
      <TextField name="reason" label={t('reason')} />
    </Form>
  );
}

export function Withdraw({ of, onDone }: Props) {
  const t = useWords(operatorCaseWords);
  return (
    <Form
      route={withdrawCase}
      params={{ cancellationCaseId: of.id as Id }}
      initial={{ reason: '' }}
      draft="none"
      submit={t('withdraw.title')}
      onDone={() => onDone(t('withdraw.done'))}
    >
      <TextField name="reason" label={t('reason')} />
    </Form>
  );
}

/** The first person proposes, the second one lets it count. */
export function Waive({ of, onDone }: Props) {
  const t = useWords(operatorCaseWords);
  return (
    <div className="tn-flow">
      <p>
        {of.waiver ? t('waive.second', { name: of.waiver.by, reason: of.waiver.reason }) : t('waive.note')}
      </p>
      <Form
        route={waiveNotice}
        params={{ cancellationCaseId: of.id as Id }}
        initial={{ reason: '' }}
        draft="none"
        submit={t('waive.title')}
        onDone={() => onDone(t('waive.done'))}
      >
        <TextField name="reason" label={t('reason')} />
      </Form>
    </div>
  );
}

/** A part of the refund that went out by hand. */
export function Pay({ of, onDone }: Props) {
  const t = useWords(operatorCaseWords);
  const today = useToday();
  const open = of.payouts.filter(({ state }) => state !== 'paid');
  return (
    <Form
      route={payByHand}
      params={{ cancellationCaseId: of.id as Id }}
      initial={{ payoutId: open[0]?.id, paidOn: today, reference: of.number }}
      draft="none"
      onDone={() => onDone(t('pay.done'))}
    >
      <SelectField
        name="payoutId"
        label={t('pay.which')}
        options={open.map(({ id, to, amount }) => ({ value: id, label: `${amount} ${of.currency}, ${to}` }))}
      />
      <DayField name="paidOn" label={t('pay.on')} />
      <TextField name="reference" label={t('pay.reference')} />
    </Form>
  );
}
