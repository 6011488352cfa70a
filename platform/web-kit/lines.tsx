import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { Read } from './data.ts';
import { Link, useGo } from './navigate.tsx';
import { Empty, WhenRead, type EmptyState } from './read-state.tsx';
import { useIsPhone } from './use-width.ts';
import './kit.css';

export interface Column<R> {
  readonly key: string;
  /** heading; short, headings never wrap */
  readonly head: string;
  readonly cell: (row: R) => ReactNode;
  /** numbers and days stand at the end */
  readonly align?: 'start' | 'end';
  /** CSS width of the column, e.g. `7rem`; without it the column takes what its content needs */
  readonly width?: string;
  /**
   * Place on the phone's card: `title` (one, the row's name), `side` (beside the title), `line` (label and value),
   * `bare` (value without label), `hide`. `line` unless told.
   */
  readonly phone?: 'title' | 'side' | 'line' | 'bare' | 'hide';
}

export interface LinesProps<T, R> {
  /** what the list is, for those who hear it */
  readonly label: string;
  readonly read: Read<T>;
  readonly rows: (answer: T) => readonly R[];
  readonly rowKey: (row: R) => string;
  readonly columns: readonly Column<R>[];
  readonly empty: EmptyState;
  /** the row's own page; the title cell becomes the link */
  readonly href?: (row: R) => string;
  readonly trouble?: (row: R) => boolean;
  /** draw only what is on screen; for lists of more than a few hundred rows of one line each */
  readonly virtual?: boolean;
}

/**
 * Rows of anything: a dense table at a desk, cards on a phone. Knows empty, loading, failed and offline.
 * Keys: j and k or the arrows move between rows, Enter opens.
 */
export function Lines<T, R>(props: LinesProps<T, R>) {
  const phone = useIsPhone();
  return (
    <WhenRead read={props.read}>
      {(answer) => {
        const rows = props.rows(answer);
        if (rows.length === 0) return <Empty {...props.empty} />;
        if (phone) return <Cards {...props} list={rows} />;
        return props.virtual ? <VirtualTable {...props} list={rows} /> : <Table {...props} list={rows} />;
      }}
    </WhenRead>
  );
}

type Drawn<T, R> = LinesProps<T, R> & { readonly list: readonly R[] };

function titleColumn<R>(columns: readonly Column<R>[]): Column<R> | undefined {
  return columns.find((column) => column.phone === 'title') ?? columns[0];
}

function Head<R>({ columns }: { readonly columns: readonly Column<R>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            data-align={column.align}
            style={column.width ? { width: column.width } : undefined}
          >
            {column.head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells<T, R>({
  row,
  columns,
  href,
}: Pick<LinesProps<T, R>, 'columns' | 'href'> & { readonly row: R }) {
  const title = titleColumn(columns);
  return columns.map((column) => {
    const content = column.cell(row);
    const named = column === title;
    const Cell = named ? 'th' : 'td';
    return (
      <Cell key={column.key} data-align={column.align} {...(named ? { scope: 'row' } : {})}>
        {named && href ? (
          <Link className="tn-row-link" href={href(row)}>
            {content}
          </Link>
        ) : (
          content
        )}
      </Cell>
    );
  });
}

function Table<T, R>(props: Drawn<T, R>) {
  const go = useGo();
  return (
    <div className="tn-lines-box">
      <table className="tn-lines" aria-label={props.label}>
        <Head columns={props.columns} />
        <tbody onKeyDown={moveByKey}>
          {props.list.map((row) => (
            <tr
              key={props.rowKey(row)}
              data-open={Boolean(props.href)}
              data-trouble={props.trouble?.(row) ?? false}
              onClick={openRow(props.href?.(row), go)}
            >
              <Cells row={row} columns={props.columns} {...(props.href ? { href: props.href } : {})} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ROW_PX = 40;

/** The same table drawing only the rows on screen; spacer rows keep its height and its scroll bar true. */
function VirtualTable<T, R>(props: Drawn<T, R>) {
  const go = useGo();
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: props.list.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: top,
  });
  const shown = virtual.getVirtualItems();
  const before = (shown[0]?.start ?? top) - top;
  const after = virtual.getTotalSize() - ((shown.at(-1)?.end ?? top) - top);
  const space = (height: number): CSSProperties => ({ height, padding: 0, border: 0 });
  return (
    <div className="tn-lines-box">
      <table className="tn-lines" aria-label={props.label} aria-rowcount={props.list.length + 1}>
        <Head columns={props.columns} />
        <tbody ref={body} onKeyDown={moveByKey}>
          {before > 0 && (
            <tr aria-hidden="true">
              <td colSpan={props.columns.length} style={space(before)} />
            </tr>
          )}
          {shown.map(({ index }) => {
            const row = props.list[index]!;
            return (
              <tr
                key={props.rowKey(row)}
                aria-rowindex={index + 2}
                data-open={Boolean(props.href)}
                data-trouble={props.trouble?.(row) ?? false}
                onClick={openRow(props.href?.(row), go)}
              >
                <Cells row={row} columns={props.columns} {...(props.href ? { href: props.href } : {})} />
              </tr>
            );
          })}
          {after > 0 && (
            <tr aria-hidden="true">
              <td colSpan={props.columns.length} style={space(after)} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Cards<T, R>({ list, columns, rowKey, href, trouble, label }: Drawn<T, R>) {
  const go = useGo();
  const title = titleColumn(columns);
  const side = columns.filter((column) => column.phone === 'side');
  const rest = columns.filter(
    (column) => column !== title && column.phone !== 'side' && column.phone !== 'hide',
  );
  return (
    <ul className="tn-cards" aria-label={label}>
      {list.map((row) => {
        const address = href?.(row);
        return (
          <li
            key={rowKey(row)}
            data-open={Boolean(address)}
            data-trouble={trouble?.(row) ?? false}
            onClick={openRow(address, go)}
          >
            <div className="tn-row-apart">
              <span className="tn-strong">
                {address ? (
                  <Link className="tn-row-link" href={address}>
                    {title?.cell(row)}
                  </Link>
                ) : (
                  title?.cell(row)
                )}
              </span>
              {side.map((column) => (
                <span key={column.key} className="tn-num">
                  {column.cell(row)}
                </span>
              ))}
            </div>
            {rest.map((column) => (
              <div key={column.key} className="tn-card-line">
                {column.phone !== 'bare' && <span className="tn-muted">{column.head}</span>}
                <span className="tn-num">{column.cell(row)}</span>
              </div>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

/** A press anywhere on the row opens it, unless it was on something with a purpose of its own or text was selected. */
function openRow(href: string | undefined, go: (href: string) => void) {
  if (!href) return undefined;
  return (event: { target: EventTarget }) => {
    const own = (event.target as Element).closest('a, button, input, select, textarea, label, summary');
    if (!own && !window.getSelection()?.toString()) go(href);
  };
}

function moveByKey(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const by =
    event.key === 'j' || event.key === 'ArrowDown'
      ? 1
      : event.key === 'k' || event.key === 'ArrowUp'
        ? -1
        : 0;
  const from = (event.target as Element).closest('tr');
  if (by === 0 || !from || (event.target as Element).matches('input, select, textarea')) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.tn-row-link')];
  const at = links.findIndex((link) => from.contains(link));
  const next = links[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
