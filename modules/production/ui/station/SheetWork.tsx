import { useState } from 'react';
import { hmm } from '#domain/kernel/units.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Empty } from '#platform/web-kit/read-state.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationSheet, StationWork } from '../../contract.ts';
import { SheetDrawing } from '../SheetDrawing.tsx';
import type { Commands } from './commands.ts';
import { LabelLinks } from './LabelLinks.tsx';
import { RunWork } from './RunWork.tsx';
import { ScanField } from './ScanField.tsx';
import { stationUiWords } from './words.ts';
import { Ways } from './Ways.tsx';

/** The saw: the sheet that is next, drawn; cut by cut where wanted; one huge answer. A scan finds the sheet of a part. */
export function SheetWork({ work, commands }: { readonly work: StationWork; readonly commands: Commands }) {
  const t = useWords(stationUiWords);
  const [chosen, setChosen] = useState<string | null>(null);
  const left = work.sheets.filter((sheet) => !commands.done.has(sheet.id));
  const sheet = left.find((one) => one.id === chosen) ?? left[0];
  return (
    <>
      {sheet ? (
        <Sheet
          key={sheet.id}
          sheet={sheet}
          onDone={() =>
            void commands.send(
              { do: 'sheet-done', sheetId: sheet.id as Id },
              t('production.st.what.sheet', { no: sheet.no }),
            )
          }
        />
      ) : (
        <>
          <h1 className="tn-hidden">{work.name}</h1>
          <Empty sentence={t('production.st.nothing')} example={t('production.st.nothing.example')} />
        </>
      )}
      {sheet && <RunWork item={sheet} commands={commands} />}
      <Ways
        work={work}
        commands={commands}
        bad={
          sheet && {
            label: t('production.st.damaged'),
            send: (reason) =>
              commands.send(
                { do: 'sheet-damaged', sheetId: sheet.id as Id, reason },
                t('production.st.what.damaged', { no: sheet.no }),
              ),
          }
        }
      />
      <ScanField onCode={(code) => setChosen(left.find((one) => code in one.parts)?.id ?? null)} />
    </>
  );
}

function Sheet({ sheet, onDone }: { readonly sheet: StationSheet; readonly onDone: () => void }) {
  const t = useWords(stationUiWords);
  const f = useFormat();
  const [at, setAt] = useState(0);
  const step = sheet.steps[at];
  return (
    <article className="ps-part">
      <header>
        <p className="tn-muted">{t('production.st.sheetOf', { batch: sheet.batch, inBook: sheet.inBook })}</p>
        <h1 className="ps-name">
          {t('production.st.sheet', { no: sheet.no })} · {sheet.board.code}
        </h1>
        <p className="ps-size tn-num">
          {f.size(hmm(sheet.board.length), hmm(sheet.board.width), hmm(sheet.board.thickness))}
        </p>
      </header>
      <SheetDrawing
        board={sheet.board}
        root={sheet.root}
        steps={sheet.steps}
        label={t('production.st.sheet', { no: sheet.no })}
        textPx={14}
        {...(step ? { now: step.no } : {})}
      />
      {step && (
        <div className="ps-step">
          <Button aria-label={t('production.st.step.before')} onClick={() => setAt(Math.max(0, at - 1))}>
            ←
          </Button>
          <p aria-live="polite">
            <span className="tn-strong">
              {t(`production.st.step.${step.kind}`, { at: f.mm(hmm(step.position)) })}
            </span>
            <span className="tn-small tn-muted tn-num">
              {t('production.st.step', { no: step.no, all: sheet.steps.length })}
            </span>
          </p>
          <Button
            aria-label={t('production.st.step.after')}
            onClick={() => setAt(Math.min(sheet.steps.length - 1, at + 1))}
          >
            →
          </Button>
        </div>
      )}
      <Button kind="primary" className="ps-done" onClick={onDone}>
        {t('production.st.sheetDone')}
      </Button>
      <LabelLinks what="parts" query={{ sheet: sheet.id }} />
    </article>
  );
}
