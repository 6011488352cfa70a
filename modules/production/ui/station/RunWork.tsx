import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationPart } from '../../contract.ts';
import type { Commands } from './commands.ts';
import { stationUiWords } from './words.ts';

const PAUSES = ['material', 'tool', 'question', 'urgent', 'break', 'shift'] as const;

/** Begins what is shown, lets it rest with a reason, and goes on: one button, which says what comes next. */
export function RunWork({
  item,
  commands,
}: {
  readonly item: Pick<StationPart, 'workOrderId' | 'run'>;
  readonly commands: Commands;
}) {
  const t = useWords(stationUiWords);
  const [asking, setAsking] = useState(false);
  const { workOrderId } = item;
  // What was tapped a moment ago holds until the server's own word of it is here.
  const last = commands.last?.command;
  const mine =
    last && (last.do === 'begin' || last.do === 'pause') && last.workOrderId === workOrderId ? last : null;
  const state = mine ? (mine.do === 'begin' ? 'running' : 'paused') : (item.run?.state ?? null);
  const reason = mine?.do === 'pause' ? mine.reason : (item.run?.reason ?? '');
  if (workOrderId === null) return null;
  const begin = (): void =>
    void commands.send({ do: 'begin', workOrderId: workOrderId as Id }, t('production.st.what.begin'));
  return (
    <div className="ps-run">
      {state === 'paused' && <StateTag tone="warn">{t('production.st.paused', { reason })}</StateTag>}
      {state === 'running' ? (
        <Button onClick={() => setAsking(true)}>{t('production.st.pause')}</Button>
      ) : (
        <Button onClick={begin}>
          {state === 'paused' ? t('production.st.resume') : t('production.st.begin')}
        </Button>
      )}
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('production.st.reason')}>
        <div className="ps-reasons">
          {PAUSES.map((one) => (
            <Button
              key={one}
              onClick={() =>
                void commands
                  .send(
                    { do: 'pause', workOrderId: workOrderId as Id, reason: t(`production.st.reason.${one}`) },
                    t('production.st.what.pause'),
                  )
                  .then(() => setAsking(false))
              }
            >
              {t(`production.st.reason.${one}`)}
            </Button>
          ))}
        </div>
      </Dialog>
    </div>
  );
}
