import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Button, CloseButton } from './button.tsx';
import { closeToast, toastStore, type ToastItem } from './toasts.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

/** Undo stays for at least ten seconds; plain news leaves sooner; trouble stays. */
const UNDO_MS = 12_000;
const NEWS_MS = 6_000;

/** Draws the toasts; one per page, placed by the provider. Above dialogs: it lives in the top layer. */
export function Toasts() {
  const items = useSyncExternalStore(toastStore.subscribe, toastStore.items);
  const t = useWords(kitWords);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Shown anew with each change, so that it also stands above a dialog opened in between.
    const popover = box.current;
    if (!popover?.showPopover) return;
    if (popover.matches(':popover-open')) popover.hidePopover();
    if (items.length > 0) popover.showPopover();
  }, [items]);
  return (
    <div ref={box} className="tn-toasts" popover="manual" role="region" aria-label={t('kit.alerts')}>
      <div aria-live="polite" className="tn-flow-tight">
        {items.map((item) => (
          <Toast key={item.id} item={item} />
        ))}
      </div>
    </div>
  );
}

function Toast({ item }: { readonly item: ToastItem }) {
  const t = useWords(kitWords);
  const held = useRef(false);
  useEffect(() => {
    if (item.tone === 'trouble') return;
    const span = item.undo ? UNDO_MS : NEWS_MS;
    const timer = setInterval(() => {
      // Somebody is reading it or about to press Undo.
      if (!held.current) closeToast(item.id);
    }, span);
    return () => clearInterval(timer);
  }, [item]);
  const undo = item.undo;
  const hold = (value: boolean) => () => {
    held.current = value;
  };
  return (
    <div
      className="tn-toast"
      data-tone={item.tone ?? 'done'}
      onMouseEnter={hold(true)}
      onMouseLeave={hold(false)}
      onFocus={hold(true)}
      onBlur={hold(false)}
    >
      <div>
        <p className="tn-strong">{item.title}</p>
        {item.text && <p className="tn-muted">{item.text}</p>}
      </div>
      {undo && (
        <Button
          kind="quiet"
          onClick={() => {
            closeToast(item.id);
            undo();
          }}
        >
          {t('kit.undo')}
        </Button>
      )}
      <CloseButton label={t('kit.close')} onClick={() => closeToast(item.id)} />
    </div>
  );
}
