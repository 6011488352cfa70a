import { useEffect, type ReactNode } from 'react';
import { Link } from './navigate.tsx';
import './kit.css';

/** The frame of a screen: a head, then cards below each other on the grid. */
export function Page({ children }: { readonly children: ReactNode }) {
  return <div className="tn-page">{children}</div>;
}

export interface PageHeadProps {
  /** the state of the world in one sentence: “Two orders are late.” It is the page's heading and its tab. */
  readonly sentence: string;
  /** facts that explain the sentence, in one line */
  readonly note?: ReactNode;
  /** a state tag after the sentence */
  readonly tag?: ReactNode;
  /** the one primary action */
  readonly action?: ReactNode;
  /** everything else one can do here, as outline buttons */
  readonly more?: ReactNode;
  /** where one comes from */
  readonly back?: { readonly href: string; readonly label: string };
}

/** A page opens with a sentence and offers one primary action. */
export function PageHead({ sentence, note, tag, action, more, back }: PageHeadProps) {
  useEffect(() => {
    document.title = `${sentence} · Tenon`;
  }, [sentence]);
  return (
    <header className="tn-head">
      <div className="tn-head-text">
        {back && (
          <Link className="tn-back" href={back.href}>
            <span aria-hidden="true">← </span>
            {back.label}
          </Link>
        )}
        <div className="tn-head-line">
          <h1>{sentence}</h1>
          {tag}
        </div>
        {note && <p className="tn-muted">{note}</p>}
      </div>
      {(action || more) && (
        <div className="tn-head-actions">
          {more}
          {action}
        </div>
      )}
    </header>
  );
}

/** The three answers of a page, of equal height. */
export function Answers({ children }: { readonly children: ReactNode }) {
  return <div className="tn-answers">{children}</div>;
}

export interface StatProps {
  /** what the figure is: “Late” */
  readonly label: string;
  /** formatted, with its unit */
  readonly value: ReactNode;
  /** small beside the figure: “of 11 orders” */
  readonly of?: ReactNode;
  /** what it means or what it comes from */
  readonly children?: ReactNode;
  readonly trouble?: boolean;
  /** at the foot, always on the same height as the neighbours' */
  readonly action?: ReactNode;
}

/** One answer: a figure that decides, where it comes from, and what to do about it. */
export function Stat({ label, value, of, children, trouble = false, action }: StatProps) {
  return (
    <section className="tn-card tn-stat" aria-label={label}>
      <h2 className="tn-label">{label}</h2>
      <p className="tn-figure">
        <strong className={trouble ? 'tn-trouble' : undefined}>{value}</strong>
        {of && <span className="tn-muted">{of}</span>}
      </p>
      {children && <div className="tn-stat-text">{children}</div>}
      {action && <div className="tn-stat-action">{action}</div>}
    </section>
  );
}

export interface CardProps {
  readonly title?: string;
  /** right of the title: a small figure, a link, a quiet button */
  readonly side?: ReactNode;
  /** content reaches the card's edges (lists, drawings) */
  readonly flush?: boolean;
  /** the chosen one among several */
  readonly chosen?: boolean;
  readonly children: ReactNode;
}

export function Card({ title, side, flush = false, chosen = false, children }: CardProps) {
  return (
    <section className="tn-card" data-flush={flush} data-chosen={chosen} aria-label={title}>
      {(title || side) && (
        <div className="tn-card-head">
          {title && <h2 className="tn-label">{title}</h2>}
          {side && <div>{side}</div>}
        </div>
      )}
      <div className="tn-card-body">{children}</div>
    </section>
  );
}

/**
 * Cards beside each other, below each other where it is narrow.
 * @param split `even`, `wide-left` (work and its side notes), `wide-right`
 */
export function Columns({
  split = 'even',
  children,
}: {
  readonly split?: 'even' | 'wide-left' | 'wide-right';
  readonly children: ReactNode;
}) {
  return (
    <div className="tn-columns" data-split={split}>
      {children}
    </div>
  );
}

export interface Fact {
  readonly label: string;
  /** formatted; empty facts are left out */
  readonly value: ReactNode;
  readonly trouble?: boolean;
}

/** Label and value, one pair a line, values in one column. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="tn-facts">
      {facts.map((fact) =>
        fact.value === null || fact.value === undefined || fact.value === '' ? null : (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd className={fact.trouble ? 'tn-trouble' : undefined}>{fact.value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** A link that looks like a button: for going somewhere, as `Button` is for doing something. */
export function ButtonLink({
  href,
  kind = 'plain',
  children,
}: {
  readonly href: string;
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly children: ReactNode;
}) {
  return (
    <Link className="tn-button" data-kind={kind} href={href}>
      {children}
    </Link>
  );
}
