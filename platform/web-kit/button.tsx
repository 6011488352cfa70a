import { useId, type ComponentProps, type ReactNode } from 'react';

interface Look {
  /** `primary`: the one action of a page, filled; `plain`: outline; `quiet`: text; `danger`: takes something away */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly busy?: boolean;
  /** why the action is refused now, in the words the server would use; shows it disabled with the sentence */
  readonly refused?: string | null;
  readonly children: ReactNode;
}

/**
 * A button. While `busy` it stays focusable and ignores presses. Refused, it stays reachable by keyboard and says why.
 */
export function Button({
  kind = 'plain',
  busy = false,
  refused,
  children,
  onClick,
  type = 'button',
  className = '',
  ...rest
}: ComponentProps<'button'> & Look) {
  const why = useId();
  const still = busy || Boolean(refused);
  const button = (
    <button
      {...rest}
      type={type}
      className={`tn-button ${className}`}
      data-kind={kind}
      data-busy={busy}
      aria-busy={busy || undefined}
      aria-disabled={still || undefined}
      aria-describedby={refused ? why : rest['aria-describedby']}
      onClick={(event) => {
        if (still) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <span className="tn-button-busy" aria-hidden="true" />}
      {children}
    </button>
  );
  if (!refused) return button;
  return (
    <span>
      {button}
      <span className="tn-why" id={why}>
        {refused}
      </span>
    </span>
  );
}

/** The × that closes; `label` says what. */
export function CloseButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" className="tn-close" aria-label={label} onClick={onClick}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M1 1l10 10M11 1L1 11" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
    </button>
  );
}
