import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { dayIn, instantAt, addDays, type Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { ScheduleRow, ScheduleView } from '../contract.ts';
import { officeWords } from './words.ts';
import './board.css';

/** From a week at a glance to single operations. */
const PX_PER_HOUR = [14, 40, 110] as const;
const HOUR_MS = 3_600_000;
/** Bars this far outside the window are drawn as well, so that a short scroll finds them there. */
const MARGIN_PX = 300;
const KINDS = ['saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery'] as const;

/**
 * Machines over time. Only what is in the window is in the document, so thousands of operations stay quick; one of them
 * is in the tab order, and the arrow keys move from there.
 */
export function Board({ view }: { readonly view: ScheduleView }) {
  const t = useWords(officeWords);
  const f = useFormat();
  const go = useGo();
  const frame = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, width: 1200 });
  const begin = useMemo(
    () =>
      instantAt(
        f.zone,
        dayIn(
          f.zone,
          view.rows.reduce((least, row) => (row.from < least ? row.from : least), view.now),
        ),
      ),
    [view, f.zone],
  );
  const machines = useMemo(() => machinesWithWork(view), [view]);
  const [at, setAt] = useState<string | null>(null);
  const [zoom, setZoom] = useState(1);
  const perHour = PX_PER_HOUR[zoom] ?? PX_PER_HOUR[1];
  const focused =
    at !== null && view.rows.some((row) => row.operation === at)
      ? at
      : (machines.find((machine) => machine.rows.length > 0)?.rows[0]?.operation ?? null);
  const left = (moment: Instant): number => ((Date.parse(moment) - Date.parse(begin)) / HOUR_MS) * perHour;
  const end = view.rows.reduce((latest, row) => (row.until > latest ? row.until : latest), view.now);
  const total = left(end) + perHour * 6;
  const late = useMemo(
    () => new Set(view.orders.filter((order) => order.lateMinutes > 0).map((order) => order.orderId)),
    [view.orders],
  );
  const nowLeft = left(view.now);

  const scrolled = (): void => {
    const element = frame.current;
    if (element) setRange({ from: element.scrollLeft, width: element.clientWidth });
  };
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.scrollLeft = Math.max(0, nowLeft - 80);
    scrolled();
  }, [nowLeft]);

  const show = (row: ScheduleRow): void => {
    setAt(row.operation);
    const element = frame.current;
    if (!element) return;
    const x = left(row.from);
    if (x < element.scrollLeft || x > element.scrollLeft + element.clientWidth - 160)
      element.scrollLeft = Math.max(0, x - 80);
    scrolled();
    requestAnimationFrame(() =>
      element.querySelector<HTMLElement>(`[data-operation="${CSS.escape(row.operation)}"]`)?.focus(),
    );
  };
  const move = (event: KeyboardEvent, row: ScheduleRow): void => {
    const next = neighbour(machines, row, event.key);
    if (event.key === 'Enter') go(`/orders/${row.orderId}`);
    else if (event.key === 'PageDown' || event.key === 'PageUp') scrollDay(event.key === 'PageDown' ? 1 : -1);
    else if (next) show(next);
    else return;
    event.preventDefault();
  };
  const scrollDay = (days: number): void => {
    frame.current?.scrollBy({ left: days * 24 * perHour });
  };

  const from = range.from - MARGIN_PX;
  const until = range.from + range.width + MARGIN_PX;
  const days = daysBetween(begin, end, f.zone);
  return (
    <div className="pr-board-frame">
      <div className="pr-board-tools">
        <p className="tn-small tn-muted">{t('production.board.keys')}</p>
        <div className="tn-row">
          <Button disabled={zoom === 0} onClick={() => setZoom(Math.max(0, zoom - 1))}>
            {t('production.board.wider')}
          </Button>
          <Button
            disabled={zoom === PX_PER_HOUR.length - 1}
            onClick={() => setZoom(Math.min(PX_PER_HOUR.length - 1, zoom + 1))}
          >
            {t('production.board.closer')}
          </Button>
          <Button onClick={() => scrollDay(-1)}>{t('production.board.earlier')}</Button>
          <Button onClick={() => frame.current?.scrollTo({ left: Math.max(0, nowLeft - 80) })}>
            {t('production.board.now')}
          </Button>
          <Button onClick={() => scrollDay(1)}>{t('production.board.later')}</Button>
        </div>
      </div>
      <div className="pr-board-body">
        <ul className="pr-board-names">
          {machines.map((machine) => (
            <li key={machine.id}>
              <span className="tn-strong">{machine.id}</span>
              {machine.stopped ? (
                <StateTag tone="stopped">
                  {t('production.stopped', { reason: machine.stopped.reason })}
                </StateTag>
              ) : (
                <span className="tn-small tn-muted">{machine.name}</span>
              )}
            </li>
          ))}
        </ul>
        {/* Scrolled by keyboard as well: its operations take the focus. */}
        <div className="pr-board-scroll" ref={frame} onScroll={scrolled}>
          <div style={{ width: total }} className="pr-board-time">
            <div className="pr-board-days" aria-hidden="true">
              {days.map((day) => (
                <span key={day} style={{ left: left(instantAt(f.zone, day)), width: 24 * perHour }}>
                  {f.day(day)}
                </span>
              ))}
            </div>
            {machines.map((machine) => (
              <ul key={machine.id} className="pr-board-row" aria-label={machine.id}>
                {machine.rows
                  .filter((row) => left(row.until) >= from && left(row.from) <= until)
                  .map((row) => {
                    const kind = KINDS.find((one) => one === row.kind) ?? 'saw';
                    const text = t('production.board.bar', {
                      name: `${t(`production.work.${kind}`)} ${row.name}`,
                      order: row.orderNumber,
                      from: f.instant(row.from),
                      until: f.instant(row.until),
                    });
                    return (
                      <li key={row.operation}>
                        <button
                          type="button"
                          className="pr-bar"
                          data-operation={row.operation}
                          data-late={late.has(row.orderId)}
                          data-pinned={row.pinned}
                          tabIndex={row.operation === focused ? 0 : -1}
                          aria-label={text}
                          title={text}
                          style={{
                            left: left(row.from),
                            width: Math.max(3, left(row.until) - left(row.from) - 1),
                          }}
                          onFocus={() => setAt(row.operation)}
                          onKeyDown={(event) => move(event, row)}
                          onDoubleClick={() => go(`/orders/${row.orderId}`)}
                        >
                          <span>
                            {late.has(row.orderId) ? '▲ ' : ''}
                            {row.orderNumber}
                          </span>
                        </button>
                      </li>
                    );
                  })}
              </ul>
            ))}
            <span className="pr-board-now" style={{ left: nowLeft }} aria-hidden="true" />
          </div>
        </div>
      </div>
    </div>
  );
}

type MachineLine = ScheduleView['machines'][number] & { readonly rows: readonly ScheduleRow[] };

/** Machines with something to do, or that stand still; the others only take room. */
function machinesWithWork(view: ScheduleView): MachineLine[] {
  const byMachine = Map.groupBy(view.rows, (row) => row.machine);
  return view.machines
    .map((machine) => ({
      ...machine,
      rows: (byMachine.get(machine.id) ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    }))
    .filter((machine) => machine.rows.length > 0 || machine.stopped);
}

/** Where an arrow key leads: along the machine, or to what runs at the same time on the next one. */
function neighbour(machines: readonly MachineLine[], row: ScheduleRow, key: string): ScheduleRow | undefined {
  const line = machines.findIndex((machine) => machine.id === row.machine);
  const rows = machines[line]?.rows ?? [];
  const place = rows.findIndex((one) => one.operation === row.operation);
  switch (key) {
    case 'ArrowRight':
      return rows[place + 1];
    case 'ArrowLeft':
      return rows[place - 1];
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    case 'ArrowDown':
    case 'ArrowUp': {
      const step = key === 'ArrowDown' ? 1 : -1;
      for (let i = line + step; i >= 0 && i < machines.length; i += step) {
        const other = machines[i]!.rows;
        const near = other.find((one) => one.until > row.from) ?? other.at(-1);
        if (near) return near;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function daysBetween(begin: Instant, end: Instant, zone: string): string[] {
  const days: string[] = [];
  for (let day = dayIn(zone, begin); day <= dayIn(zone, end); day = addDays(day, 1)) days.push(day);
  return days;
}
