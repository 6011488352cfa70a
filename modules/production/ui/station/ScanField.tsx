import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { useScanner } from './use-scanner.ts';
import { stationUiWords } from './words.ts';

/** A code by scanner, wherever the focus is, or by typing where there is none. */
export function ScanField({ onCode }: { readonly onCode: (code: string) => void }) {
  const t = useWords(stationUiWords);
  const [text, setText] = useState('');
  const take = (raw: string): void => {
    const code = raw.trim().toUpperCase();
    setText('');
    if (code) onCode(code);
  };
  useScanner(take);
  return (
    <form
      className="ps-scan"
      onSubmit={(event) => {
        event.preventDefault();
        take(text);
      }}
    >
      <span className="tn-input">
        <input
          aria-label={t('production.st.scan')}
          placeholder={t('production.st.scan')}
          value={text}
          autoComplete="off"
          autoCapitalize="characters"
          enterKeyHint="done"
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <Button type="submit">{t('production.st.scan.go')}</Button>
    </form>
  );
}
