import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Card } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { makeMyPin } from '../stations-contract.ts';
import { sharedWords } from './station-words.ts';

/** One's own PIN for shared stations: made anew whenever one likes, shown once. */
export function MyPin() {
  const t = useWords(sharedWords);
  const [pin, setPin] = useState<string | null>(null);
  const make = useChange(makeMyPin, { onDone: (answer) => setPin(answer.pin) });
  return (
    <Card title={t('shared.mine')}>
      <div className="tn-flow-tight">
        <p className="tn-muted">{t('shared.mine.note')}</p>
        {pin === null ? (
          <div>
            <Button busy={make.busy} onClick={() => void make.send()}>
              {t('shared.pin.make')}
            </Button>
          </div>
        ) : (
          <>
            <p className="ac-secret" role="status">
              {pin}
            </p>
            <div>
              <Button onClick={() => setPin(null)}>{t('shared.pin.done')}</Button>
            </div>
          </>
        )}
      </div>
    </Card>
  );
}
