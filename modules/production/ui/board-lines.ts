import { addDays, dayIn, type Instant } from '#domain/kernel/days.ts';
import type { ScheduleRow, ScheduleView } from '../contract.ts';

export type MachineLine = ScheduleView['machines'][number] & { readonly rows: readonly ScheduleRow[] };

/**
 * Machines with something to do, or that stand still; the others only take room.
 * @param centre all machines of this one are shown, because something is being moved among them
 */
export function machinesWithWork(view: ScheduleView, centre: string | null): MachineLine[] {
  const byMachine = Map.groupBy(view.rows, (row) => row.machine);
  return view.machines
    .map((machine) => ({
      ...machine,
      rows: (byMachine.get(machine.id) ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    }))
    .filter((machine) => machine.rows.length > 0 || machine.stopped || machine.centre === centre);
}

/** Where an arrow key leads: along the machine, or to what runs at the same time on the next one. */
export function neighbour(
  machines: readonly MachineLine[],
  row: ScheduleRow,
  key: string,
): ScheduleRow | undefined {
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

export function daysOnBoard(begin: Instant, end: Instant, zone: string): string[] {
  const days: string[] = [];
  for (let day = dayIn(zone, begin); day <= dayIn(zone, end); day = addDays(day, 1)) days.push(day);
  return days;
}
