import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationWork } from '../../contract.ts';
import type { Commands } from './commands.ts';
import { stationUiWords } from './words.ts';

const BAD = ['chipped', 'size', 'glue', 'scratch', 'board', 'lost'] as const;
const STOP = ['fault', 'tool', 'glue', 'clean', 'break'] as const;
/** How long a stop usually takes, until somebody starts the machine again. */
const STOP_MINUTES: Readonly<Record<(typeof STOP)[number], number>> = {
  fault: 120,
  tool: 30,
  glue: 30,
  clean: 30,
  break: 30,
};

/** The three ways out below the answer: something is bad, the machine stands, help. Each takes a reason at most. */
export function Ways({
  work,
  commands,
  bad,
}: {
  readonly work: StationWork;
  readonly commands: Commands;
  readonly bad?: { readonly label: string; readonly send: (reason: string) => Promise<void> } | undefined;
}) {
  const t = useWords(stationUiWords);
  const [open, setOpen] = useState<'bad' | 'stop' | null>(null);
  const runs = work.machines.filter((machine) => machine.stopped === null);
  const [machine, setMachine] = useState<string | null>(null);
  const chosen = machine ?? (runs.length === 1 ? (runs[0]?.id ?? null) : null);
  const close = (): void => {
    setOpen(null);
    setMachine(null);
  };
  return (
    <>
      <div className="ps-ways">
        {bad && <Button onClick={() => setOpen('bad')}>{bad.label}</Button>}
        {runs.length > 0 && <Button onClick={() => setOpen('stop')}>{t('production.st.stop')}</Button>}
        <Button onClick={() => void commands.send({ do: 'help', text: '' }, t('production.st.what.help'))}>
          {t('production.st.help')}
        </Button>
      </div>
      <Dialog open={open === 'bad'} onClose={close} title={t('production.st.reason')}>
        <div className="ps-reasons">
          {BAD.map((reason) => (
            <Button
              key={reason}
              onClick={() => void bad?.send(t(`production.st.reason.${reason}`)).then(close)}
            >
              {t(`production.st.reason.${reason}`)}
            </Button>
          ))}
        </div>
      </Dialog>
      <Dialog
        open={open === 'stop'}
        onClose={close}
        title={chosen ? `${chosen}: ${t('production.st.reason')}` : t('production.st.stop')}
      >
        <div className="ps-reasons">
          {chosen === null
            ? runs.map((one) => (
                <Button key={one.id} onClick={() => setMachine(one.id)}>
                  {one.id}
                </Button>
              ))
            : STOP.map((reason) => (
                <Button
                  key={reason}
                  onClick={() =>
                    void commands
                      .send(
                        {
                          do: 'stop',
                          machine: chosen,
                          reason: t(`production.st.reason.${reason}`),
                          expectedMinutes: STOP_MINUTES[reason],
                        },
                        t('production.st.what.stop', { machine: chosen }),
                      )
                      .then(close)
                  }
                >
                  {t(`production.st.reason.${reason}`)}
                </Button>
              ))}
        </div>
      </Dialog>
    </>
  );
}
