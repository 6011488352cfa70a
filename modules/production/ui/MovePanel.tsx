import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { ScheduleRow, ScheduleView } from '../contract.ts';
import type { MovedOrder, WhatIfAnswer } from '../move-contract.ts';
import type { Moving } from './use-move.ts';
import { officeWords } from './words.ts';

const REFUSED = [
  'move_unplanned',
  'move_begun',
  'move_wrong_machine',
  'move_past',
  'move_closed',
  'move_before_predecessor',
  'move_too_early',
  'move_taken',
] as const;
const TONES: Record<MovedOrder['change'], Tone> = {
  late: 'late',
  on_time: 'done',
  later: 'idle',
  earlier: 'idle',
};
/** More is counted, not listed. */
const ORDERS_MAX = 6;

/** One operation: what it is, who holds it, where it could go, and who that makes late, before anything is changed. */
export function MovePanel({
  row,
  view,
  moving,
  stepMinutes,
  onClose,
}: {
  readonly row: ScheduleRow;
  readonly view: ScheduleView;
  readonly moving: Moving;
  readonly stepMinutes: number;
  readonly onClose: () => void;
}) {
  const t = useWords(officeWords);
  const f = useFormat();
  const go = useGo();
  const [reason, setReason] = useState('');
  const { target } = moving;
  const held = view.pins.find((pin) => pin.subject === row.operation);
  const twins = view.machines.filter((machine) => machine.centre === row.centre);
  return (
    <form
      className="pr-move"
      aria-label={t('production.move')}
      onSubmit={(event) => {
        event.preventDefault();
        moving.apply(reason.trim() || t('production.move.byHand'));
      }}
    >
      <div>
        <p className="tn-strong">
          {row.orderNumber} · {row.name}
        </p>
        <p className="tn-muted tn-num">
          {row.machine} · {f.instant(row.from)} – {f.instant(row.until)}
        </p>
        {held && (
          <p>
            <StateTag tone="chosen">{t('production.move.held', { reason: held.reason })}</StateTag>
          </p>
        )}
      </div>
      {target ? (
        <>
          <div aria-live="polite" className="pr-move-told">
            <p className="tn-strong tn-num">
              → {target.machine} · {f.instant(target.startAt)}
              {moving.told?.until && ` – ${f.instant(moving.told.until)}`}
            </p>
            {moving.told ? (
              <Told told={moving.told} />
            ) : (
              <p className="tn-muted">
                {moving.asking ? t('production.move.asking') : t('production.move.keys')}
              </p>
            )}
          </div>
          <div className="tn-row">
            <Button onClick={() => moving.step(-stepMinutes)}>{t('production.move.go.earlier')}</Button>
            <Button onClick={() => moving.step(stepMinutes)}>{t('production.move.go.later')}</Button>
            <Button onClick={() => moving.day(-1)}>{t('production.move.dayEarlier')}</Button>
            <Button onClick={() => moving.day(1)}>{t('production.move.dayLater')}</Button>
            {twins.length > 1 && (
              <label className="pr-move-field">
                <span>{t('production.machine')}</span>
                <select
                  value={target.machine}
                  onChange={(event) => moving.to(event.target.value, target.startAt)}
                >
                  {twins.map((machine) => (
                    <option key={machine.id}>{machine.id}</option>
                  ))}
                </select>
              </label>
            )}
          </div>
          <div className="tn-row">
            <label className="pr-move-field">
              <span>{t('production.move.reason')}</span>
              <input
                value={reason}
                maxLength={200}
                placeholder={t('production.move.byHand')}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            <Button
              kind="primary"
              type="submit"
              busy={moving.busy}
              disabled={!moving.told || moving.told.refused !== null}
            >
              {t('production.move.apply')}
            </Button>
            <Button onClick={moving.leave}>{t('production.move.leave')}</Button>
          </div>
        </>
      ) : (
        <div className="tn-row">
          <Button kind="primary" onClick={() => moving.begin(row)}>
            {t('production.move.begin')}
          </Button>
          {held && <Button onClick={() => moving.letGo(held.event)}>{t('production.move.letGo')}</Button>}
          <Button onClick={() => go(`/orders/${row.orderId}`)}>{t('production.move.order')}</Button>
          <Button kind="quiet" onClick={onClose}>
            {t('production.move.close')}
          </Button>
        </div>
      )}
    </form>
  );
}

function Told({ told }: { readonly told: WhatIfAnswer }) {
  const t = useWords(officeWords);
  const f = useFormat();
  if (told.refused) {
    const { code, earliest, predecessor } = told.refused;
    const known = REFUSED.find((one) => one === code) ?? 'move_unplanned';
    return (
      <p>
        <StateTag tone="warn">
          {t(`production.move.no.${known}`, {
            earliest: earliest === null ? '' : f.instant(earliest),
            predecessor: predecessor ?? '',
          })}
        </StateTag>
      </p>
    );
  }
  return (
    <>
      {told.orders.length === 0 && <p>{t('production.move.nobody')}</p>}
      <ul className="pr-move-orders">
        {told.orders.slice(0, ORDERS_MAX).map((order) => (
          <li key={order.orderId}>
            <StateTag tone={TONES[order.change]}>
              {t(`production.move.${order.change}`, {
                order: order.number,
                time: f.minutes(order.lateMinutes),
              })}
            </StateTag>
            <span className="tn-small tn-muted tn-num">
              {f.instant(order.endsFrom)} → {f.instant(order.endsTo)}
            </span>
          </li>
        ))}
      </ul>
      {told.orders.length > ORDERS_MAX && (
        <p className="tn-muted">{t('production.move.more', { count: told.orders.length - ORDERS_MAX })}</p>
      )}
      {told.broken.length > 0 && (
        <p>
          <StateTag tone="warn">{t('production.move.broken', { names: told.broken.join(', ') })}</StateTag>
        </p>
      )}
    </>
  );
}
