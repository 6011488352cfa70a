import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { answerHelp } from '../contract.ts';
import { helpWords } from './help-words.ts';

const ANSWERS = ['now', 'soon', 'phone', 'goOn'] as const;

/** Answers a call for help from a station: one of the usual answers, or a line of one's own. */
export function HelpAnswer({ callId, centre }: { readonly callId: string; readonly centre: string }) {
  const t = useWords(helpWords);
  const [open, setOpen] = useState(false);
  const [own, setOwn] = useState('');
  const send = useChange(answerHelp, {
    onDone: () => {
      setOpen(false);
      toast({ title: t('production.help.answered', { centre }) });
    },
  });
  const say = (answer: string): void =>
    void send.send({ params: { callId: callId as Id }, body: { answer } });
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        {t('production.help.answer')}
        <span className="tn-hidden">: {centre}</span>
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('production.help.title', { centre })}>
        <form
          className="tn-flow-tight"
          onSubmit={(event) => {
            event.preventDefault();
            if (own.trim()) say(own.trim());
          }}
        >
          <div className="tn-row">
            {ANSWERS.map((one) => (
              <Button key={one} busy={send.busy} onClick={() => say(t(`production.help.say.${one}`))}>
                {t(`production.help.say.${one}`)}
              </Button>
            ))}
          </div>
          <label className="tn-field">
            <span>{t('production.help.own')}</span>
            <span className="tn-input">
              <input value={own} maxLength={200} onChange={(event) => setOwn(event.target.value)} />
            </span>
          </label>
          <Button type="submit" busy={send.busy} disabled={!own.trim()}>
            {t('production.help.send')}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
