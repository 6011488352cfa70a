import { useLayoutEffect, useRef, useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { typeBadge, type Typed } from '../../badge-code.ts';
import { sharedWords } from '../station-words.ts';
import './station-lock.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const LENGTH = 6;

/** Six digits, by thumb or by keys, the sixth opens; or a badge, which a scanner types. */
export function PinPad({
  name,
  onPin,
  onOther,
}: {
  readonly name: string;
  readonly onPin: (pin: string) => Promise<'wrong' | 'wait' | 'offline' | null>;
  readonly onOther?: () => void;
}) {
  const t = useWords(sharedWords);
  const [pin, setPin] = useState('');
  const [why, setWhy] = useState<'wrong' | 'wait' | 'offline' | null>(null);
  const [busy, setBusy] = useState(false);
  const scanned = useRef<Typed>({ code: '', at: 0 });
  const latest = useRef({ pin, busy });
  latest.current = { pin, busy };

  const type = (digit: string): void => {
    const { pin: before, busy: asking } = latest.current;
    if (asking || before.length >= LENGTH) return;
    const now = before + digit;
    latest.current.pin = now;
    setPin(now);
    setWhy(null);
    if (now.length === LENGTH) tryIt(now);
  };
  /** @param code six digits, or the code of a badge */
  const tryIt = (code: string): void => {
    setBusy(true);
    void onPin(code)
      .then(setWhy)
      .finally(() => {
        setPin('');
        setBusy(false);
      });
  };
  const back = (): void => {
    if (!latest.current.busy) setPin((before) => before.slice(0, -1));
  };
  // Before the pad is seen: who types as soon as it is there loses no digit.
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const { typed, badge } = typeBadge(scanned.current, event.key, event.timeStamp);
      scanned.current = typed;
      // What a scanner types has digits too: they are none of a PIN.
      if (badge !== null && !latest.current.busy) tryIt(badge);
      else if (typed.code.startsWith('TB')) setPin('');
      else if (/^\d$/.test(event.key)) type(event.key);
      else if (event.key === 'Backspace') back();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  });
  return (
    <main className="lk-page">
      <p className="tn-muted">{t('lock.device', { name })}</p>
      <h1>{t('lock.who')}</h1>
      <p className="tn-muted">{t('lock.badge')}</p>
      <p className="lk-dots" role="img" aria-label={`${t('lock.pin')}: ${pin.length}`}>
        {Array.from({ length: LENGTH }, (_, i) => (
          <span key={i} data-filled={i < pin.length} />
        ))}
      </p>
      <p role="status" className="lk-why">
        {why && t(`lock.${why}`)}
      </p>
      <div className="lk-keys" aria-busy={busy}>
        {DIGITS.map((digit) => (
          <Button key={digit} onClick={() => type(digit)}>
            {digit}
          </Button>
        ))}
        <span />
        <Button onClick={() => type('0')}>0</Button>
        <Button aria-label={t('lock.back')} onClick={back}>
          ←
        </Button>
      </div>
      {onOther && (
        <Button kind="quiet" onClick={onOther}>
          {t('lock.other')}
        </Button>
      )}
    </main>
  );
}
