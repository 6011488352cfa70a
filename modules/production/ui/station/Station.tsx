import { useEffect } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Link, useParam } from '#platform/web-kit/navigate.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { Bar } from '#platform/web-kit/signs.tsx';
import { useStationName } from '#platform/web-kit/station-head.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getStation, type StationWork } from '../../station-contract.ts';
import { useCommands, type Commands } from './commands.ts';
import { Conflicts, Saved } from './Notices.tsx';
import { PartWork } from './PartWork.tsx';
import { SheetWork } from './SheetWork.tsx';
import { UnitWork } from './UnitWork.tsx';
import { stationUiWords } from './words.ts';
import './station.css';

/** One station: what is next, one thing at a time, and one huge answer. */
export default function Station() {
  const centre = useParam('centre');
  const read = useRead(
    getStation,
    { params: { centre } },
    { live: ['work.', 'plan.', 'part.', 'sheet.', 'unit.', 'machine.', 'schedule.', 'help.'], keep: true },
  );
  const commands = useCommands(centre);
  useStationName(read.data?.name ?? null);
  const { forget } = commands;
  useEffect(() => {
    // Only a fresh answer proves that the server knows: without a connection the kept one would bring done parts back.
    if (read.state !== 'ready' || !read.data || !navigator.onLine) return;
    const listed = new Set([
      ...read.data.parts.map((part) => part.code),
      ...read.data.sheets.map((sheet) => sheet.id),
      ...read.data.units.map((unit) => unit.id),
    ]);
    forget((subject) => listed.has(subject));
  }, [read.data, read.state, forget]);
  return (
    <>
      <Conflicts centre={centre} commands={commands} />
      <WhenRead read={read} heading={centre}>
        {(work) => <Work work={work} commands={commands} />}
      </WhenRead>
    </>
  );
}

function Work({ work, commands }: { readonly work: StationWork; readonly commands: Commands }) {
  const t = useWords(stationUiWords);
  const stopped = work.machines.filter((machine) => machine.stopped !== null);
  const local = [...commands.done].length;
  return (
    <>
      <Saved commands={commands} />
      {work.help && (
        <p className="ps-help" role="status">
          {work.help.answer === null
            ? t('production.st.helpWaits')
            : t('production.st.helpAnswer', { by: work.help.by ?? '', answer: work.help.answer })}
        </p>
      )}
      {stopped.map((machine) => (
        <div key={machine.id} className="ps-stopped">
          <p className="tn-strong">
            {machine.id} {t('production.st.stopped', { reason: machine.stopped ?? '' })}
          </p>
          <Button
            onClick={() =>
              void commands.send(
                { do: 'start', machine: machine.id },
                t('production.st.what.start', { machine: machine.id }),
              )
            }
          >
            {t('production.st.start')}
          </Button>
        </div>
      ))}
      {work.kind === 'saw' ? (
        <SheetWork work={work} commands={commands} />
      ) : work.kind === 'edge' || work.kind === 'drill' ? (
        <PartWork work={work} commands={commands} />
      ) : (
        <UnitWork work={work} commands={commands} />
      )}
      <footer className="ps-foot">
        <div className="tn-row-apart">
          <span className="tn-num">
            {t('production.st.progress', { done: work.done + local, total: work.total })}
          </span>
          <Link href="/station">{t('production.st.others')}</Link>
        </div>
        <Bar
          share={(work.done + local) / Math.max(1, work.total)}
          label={t('production.st.progress', { done: work.done + local, total: work.total })}
          tone="action"
        />
      </footer>
    </>
  );
}
