import { hmm } from '#domain/kernel/units.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationAnswerView } from '../../contract.ts';
import type { Commands, Conflict } from './commands.ts';
import { LabelLinks } from './LabelLinks.tsx';
import { stationUiWords } from './words.ts';

/** What was tapped last and is safe on this device; offcuts that want a label. */
export function Saved({ commands }: { readonly commands: Commands }) {
  const t = useWords(stationUiWords);
  const f = useFormat();
  return (
    <>
      <p className="ps-saved" role="status" data-shown={commands.saved !== null}>
        {commands.saved !== null && t('production.st.saved', { what: commands.saved })}
      </p>
      {commands.last && (
        <Button className="ps-undo" onClick={() => void commands.undo()}>
          {t('production.st.undo', { what: commands.last.label })}
        </Button>
      )}
      {commands.offcuts.length > 0 && (
        <div className="ps-offcuts">
          {commands.offcuts.map((offcut) => (
            <p key={offcut.code} className="tn-strong">
              {t('production.st.offcut', {
                code: offcut.code,
                size: f.size(hmm(offcut.length), hmm(offcut.width)),
                rack: offcut.rack,
              })}
            </p>
          ))}
          {[...new Set(commands.offcuts.map((offcut) => offcut.sheetId))].map((sheet) => (
            <LabelLinks key={sheet} what="offcuts" query={{ sheet }} />
          ))}
          <Button onClick={commands.putAway}>{t('production.st.choice.ok')}</Button>
        </div>
      )}
    </>
  );
}

type Choice = StationAnswerView['choices'][number];

/** What the world had moved on from: one sentence and at most two buttons each. */
export function Conflicts({ centre, commands }: { readonly centre: string; readonly commands: Commands }) {
  const t = useWords(stationUiWords);
  const mine = commands.conflicts.filter((conflict) => conflict.centre === centre);
  if (mine.length === 0) return null;
  const choose = async (conflict: Conflict, choice: Choice): Promise<void> => {
    const { command, answer } = conflict;
    if (choice === 'force' && command.do === 'unit-done')
      await commands.send({ ...command, force: true }, conflict.label);
    const newCode = answer.facts['newCode'];
    if (choice === 'use-new' && command.do === 'part-done' && typeof newCode === 'string')
      await commands.send(
        { do: 'part-done', code: newCode },
        t('production.st.what.part', { code: newCode }),
      );
    if (choice === 'help')
      await commands.send({ do: 'help', text: answer.sentence }, t('production.st.what.help'));
    commands.settle(conflict);
  };
  return (
    <div role="alert">
      <ul className="ps-conflicts">
        {mine.map((conflict) => (
          <li key={conflict.id}>
            <p className="tn-strong">{conflict.answer.sentence}</p>
            <p>{t('production.st.changed')}.</p>
            <div className="ps-ways">
              {conflict.answer.choices.map((choice) => (
                <Button key={choice} onClick={() => void choose(conflict, choice)}>
                  {t(`production.st.choice.${choice}`)}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
