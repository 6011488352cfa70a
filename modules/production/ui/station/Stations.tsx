import { useRead } from '#platform/web-kit/data.ts';
import { Link } from '#platform/web-kit/navigate.tsx';
import { Empty, WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listStations } from '../../station-contract.ts';
import { stationUiWords } from './words.ts';
import './station.css';

/** The stations of the factory, in the order of work, each with what waits there. */
export default function Stations() {
  const t = useWords(stationUiWords);
  const read = useRead(
    listStations,
    {},
    { live: ['work.', 'plan.', 'part.', 'sheet.', 'unit.', 'machine.'], keep: true },
  );
  return (
    <>
      <h1 className="ps-title">{t('production.st.choose')}</h1>
      <WhenRead read={read}>
        {({ stations }) =>
          stations.length === 0 ? (
            <Empty sentence={t('production.st.none')} example={t('production.st.none.example')} />
          ) : (
            <ul className="ps-stations">
              {stations.map((station) => {
                const stopped = station.machines.find((machine) => machine.stopped !== null)?.stopped;
                return (
                  <li key={station.code}>
                    <Link href={`/station/${encodeURIComponent(station.code)}`}>
                      <span className="tn-strong">{station.name}</span>
                      {stopped ? (
                        <StateTag tone="stopped">{t('production.st.stopped', { reason: stopped })}</StateTag>
                      ) : (
                        <span className="tn-muted tn-num">
                          {t('production.st.waiting', { count: station.waiting })}
                        </span>
                      )}
                    </Link>
                  </li>
                );
              })}
            </ul>
          )
        }
      </WhenRead>
    </>
  );
}
