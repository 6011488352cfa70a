import { useEffect, useId, useRef, type CSSProperties, type ReactNode } from 'react';
import { CloseButton } from './button.tsx';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** rem; 32 unless told */
  readonly width?: number;
  readonly children: ReactNode;
}

/**
 * Something that wants an answer before anything else. The browser's own modal dialog: focus stays inside, Escape
 * closes, focus returns to where it was. From below on a phone.
 */
export function Dialog({ open, onClose, title, width = 32, children }: DialogProps) {
  const t = useWords(kitWords);
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = box.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={box}
      className="tn-dialog"
      style={{ '--dialog-width': `${width}rem` } as CSSProperties}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === box.current) onClose();
      }}
    >
      <div className="tn-dialog-head">
        <h2 id={heading}>{title}</h2>
        <CloseButton label={t('kit.close')} onClick={onClose} />
      </div>
      <div className="tn-dialog-body">{children}</div>
    </dialog>
  );
}
