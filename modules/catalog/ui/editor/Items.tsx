import type { ReactNode } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { editorWords } from './words.ts';

interface ItemsProps<T> {
  readonly title: string;
  /** one line on what belongs here */
  readonly note?: string;
  readonly items: readonly T[];
  readonly onChange: (items: readonly T[]) => void;
  readonly blank: () => T;
  readonly add: string;
  /** the name of an item, for those who hear the page */
  readonly nameOf: (item: T) => string;
  readonly children: (item: T, at: number, change: (item: T) => void) => ReactNode;
}

/** A list of a product's definition: its items one below the other, each with what it is made of, and one more. */
export function Items<T>(props: ItemsProps<T>) {
  return (
    <Card title={props.title}>
      <ItemList {...props} />
    </Card>
  );
}

/** The same inside another item. */
export function ItemList<T>({ note, items, onChange, blank, add, nameOf, children }: ItemsProps<T>) {
  const t = useWords(editorWords);
  const change = (at: number, item: T): void => onChange(items.map((each, i) => (i === at ? item : each)));
  return (
    <div className="tn-flow">
      {note && <p className="tn-muted">{note}</p>}
      {items.map((item, at) => (
        // The place of an item is its name in every fault, and its fields keep nothing of their own.
        <div key={at} className="pe-item" role="group" aria-label={nameOf(item) || String(at + 1)}>
          <div className="pe-cells">{children(item, at, (next) => change(at, next))}</div>
          <Button kind="quiet" onClick={() => onChange(items.filter((_, i) => i !== at))}>
            {t('editor.remove')}
            <span className="tn-hidden"> {nameOf(item)}</span>
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange([...items, blank()])}>{add}</Button>
      </div>
    </div>
  );
}
