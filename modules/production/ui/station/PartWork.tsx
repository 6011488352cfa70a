import { useState } from 'react';
import { hmm } from '#domain/kernel/units.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Empty } from '#platform/web-kit/read-state.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationPart, StationWork } from '../../contract.ts';
import type { Commands } from './commands.ts';
import { PartDrawing } from './PartDrawing.tsx';
import { LabelLinks } from './LabelLinks.tsx';
import { RunWork } from './RunWork.tsx';
import { ScanField } from './ScanField.tsx';
import { stationUiWords } from './words.ts';
import { Ways } from './Ways.tsx';

/** Edge bander and drill: one part, one drawing, one huge Done. A scan says done by itself. */
export function PartWork({ work, commands }: { readonly work: StationWork; readonly commands: Commands }) {
  const t = useWords(stationUiWords);
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const left = work.parts.filter((part) => !commands.done.has(part.code));
  const part = left.find((one) => !skipped.has(one.code)) ?? left[0];
  const finish = (code: string): void =>
    void commands.send({ do: 'part-done', code }, t('production.st.what.part', { code }));
  return (
    <>
      {part ? (
        <article className="ps-part">
          <PartHead part={part} holes={work.kind === 'drill'} />
          <PartDrawing part={part} />
          <Button kind="primary" className="ps-done" onClick={() => finish(part.code)}>
            <span>{t('production.st.done')}</span>
            <small>{t('production.st.orScan')}</small>
          </Button>
          <LabelLinks what="parts" query={{ part: part.code }} />
        </article>
      ) : (
        <>
          <h1 className="tn-hidden">{work.name}</h1>
          <Empty sentence={t('production.st.nothing')} example={t('production.st.nothing.example')} />
        </>
      )}
      {part && <RunWork item={part} commands={commands} />}
      <Ways
        work={work}
        commands={commands}
        bad={
          part && {
            label: t('production.st.bad'),
            send: (reason) =>
              commands.send(
                { do: 'bad-part', code: part.code, reason },
                t('production.st.what.bad', { code: part.code }),
              ),
          }
        }
      />
      <ScanField onCode={finish} />
      {part && left.length > 1 && (
        <div className="tn-row-apart">
          <span className="tn-muted">
            {part.next ? t('production.st.nextCentre', { centre: part.next }) : ''}
          </span>
          <Button
            kind="quiet"
            onClick={() =>
              setSkipped(
                left.every((one) => skipped.has(one.code) || one === part)
                  ? new Set()
                  : new Set([...skipped, part.code]),
              )
            }
          >
            {t('production.st.skip')}
          </Button>
        </div>
      )}
    </>
  );
}

function PartHead({ part, holes }: { readonly part: StationPart; readonly holes: boolean }) {
  const t = useWords(stationUiWords);
  const f = useFormat();
  return (
    <header>
      <p className="tn-muted">
        {part.code} · {part.unitName}
      </p>
      <h1 className="ps-name">{part.label}</h1>
      <p className="ps-size tn-num">
        {f.size(hmm(part.length), hmm(part.width), hmm(part.thickness))} {part.materialName}
      </p>
      {holes && part.holes.length > 0 && (
        <p className="tn-muted">
          {part.holes
            .map((hole) =>
              t('production.st.holes', {
                count: hole.count,
                purpose: hole.purpose,
                diameter: `⌀ ${f.number(hole.diameter)}`,
              }),
            )
            .join(' · ')}
        </p>
      )}
    </header>
  );
}
