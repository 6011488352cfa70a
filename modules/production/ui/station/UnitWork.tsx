import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Empty } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationWork } from '../../contract.ts';
import type { Commands } from './commands.ts';
import { RunWork } from './RunWork.tsx';
import { ScanField } from './ScanField.tsx';
import { stationUiWords } from './words.ts';
import { Ways } from './Ways.tsx';

/** Assembly and packing: the unit that is next, its parts and hardware; units that are complete come first. */
export function UnitWork({ work, commands }: { readonly work: StationWork; readonly commands: Commands }) {
  const t = useWords(stationUiWords);
  const f = useFormat();
  const [chosen, setChosen] = useState<string | null>(null);
  const left = work.units.filter((unit) => !commands.done.has(unit.id));
  const complete = (unit: (typeof left)[number]): boolean => unit.parts.every((part) => part.ready);
  const unit = left.find((one) => one.id === chosen) ?? left.find(complete) ?? left[0];
  const ready = unit?.parts.filter((part) => part.ready).length ?? 0;
  return (
    <>
      {unit ? (
        <article className="ps-part">
          <header>
            <p className="tn-muted">
              {unit.orderNumber} · {unit.customerName}
            </p>
            <h1 className="ps-name">
              {unit.unitNo} · {unit.name}
            </h1>
            <p className="ps-size tn-num">{t('production.st.allParts', { ready, all: unit.parts.length })}</p>
          </header>
          <ul className="ps-list">
            {unit.parts.map((part) => (
              <li key={part.code}>
                <span className="tn-num">{part.code}</span>
                <span>{part.label}</span>
                {!part.ready && <StateTag tone="warn">{t('production.st.missing')}</StateTag>}
              </li>
            ))}
            {unit.hardware.map((item) => (
              <li key={item.code}>
                <span className="tn-num">{t('production.st.pieces', { count: f.count(item.quantity) })}</span>
                <span>{item.name}</span>
              </li>
            ))}
          </ul>
          <Button
            kind="primary"
            className="ps-done"
            onClick={() =>
              void commands.send(
                { do: 'unit-done', unitId: unit.id as Id, force: false },
                t('production.st.what.unit', { name: unit.name }),
              )
            }
          >
            {t('production.st.done')}
          </Button>
        </article>
      ) : (
        <>
          <h1 className="tn-hidden">{work.name}</h1>
          <Empty sentence={t('production.st.nothing')} example={t('production.st.nothing.example')} />
        </>
      )}
      {unit && <RunWork item={unit} commands={commands} />}
      <Ways work={work} commands={commands} />
      <ScanField
        onCode={(code) =>
          setChosen(left.find((one) => one.parts.some((part) => part.code === code))?.id ?? null)
        }
      />
      {left.length > 1 && unit && (
        <div className="tn-row-apart">
          <span />
          <Button kind="quiet" onClick={() => setChosen(left[(left.indexOf(unit) + 1) % left.length]!.id)}>
            {t('production.st.skip')}
          </Button>
        </div>
      )}
    </>
  );
}
