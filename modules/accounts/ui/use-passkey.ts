import type * as WebAuthn from '@simplewebauthn/browser';
import { useState } from 'react';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { accountWords } from './account-words.ts';

type Browser = typeof WebAuthn;

/**
 * One talk with the device's passkeys. The code for it is loaded at the first press. Whoever closes the device's own
 * window has said no, which is told and is no fault.
 */
export function usePasskey(talk: (browser: Browser) => Promise<void>): {
  readonly busy: boolean;
  readonly run: () => void;
} {
  const t = useWords(accountWords);
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await talk(await import('@simplewebauthn/browser'));
    } catch (error) {
      const { name, message } = error as Error;
      toast({
        tone: 'trouble',
        title: t('account.passkey.failed'),
        ...(name === 'ProblemError' ? { text: message } : {}),
      });
    } finally {
      setBusy(false);
    }
  };
  return { busy, run: () => void run() };
}
