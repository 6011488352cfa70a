import { createContext, use, useState, type ReactNode } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { changePrices } from '../contract.ts';
import { ProblemNotice } from './ProblemNotice.tsx';
import { catalogUiWords } from './words.ts';
import './drawing.css';

type Kind = 'board' | 'edge' | 'hardware';

interface Typed {
  readonly kind: Kind;
  readonly code: string;
  readonly text: string;
}

interface Editing {
  readonly typed: ReadonlyMap<string, Typed>;
  readonly type: (typed: Typed) => void;
}

const EditingContext = createContext<Editing | null>(null);

/** Lends the price cells of a page one edit: prices are changed together, all or none. */
export function PriceEdit({
  children,
}: {
  readonly children: (bar: ReactNode, editing: boolean) => ReactNode;
}) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed> | null>(null);
  const save = useChange(changePrices, {
    problems: 'silent',
    onDone: ({ changed }) => {
      toast({ title: t('catalog.prices.saved', { count: changed }) });
      setTyped(null);
    },
  });
  const changes = [...(typed?.values() ?? [])].map(({ kind, code, text }) => ({
    kind,
    code,
    price: f.parseDecimal(text, 4) ?? text,
  }));
  const unread = changes.find(({ price }) => !/^-?\d{1,13}(\.\d{1,4})?$/.test(price));
  const stop = (): void => {
    setTyped(null);
    save.clear();
  };
  const bar =
    typed === null ? (
      <Button onClick={() => setTyped(new Map())}>{t('catalog.prices.change')}</Button>
    ) : (
      <>
        <Button
          kind="primary"
          busy={save.busy}
          refused={unread ? t('catalog.prices.unread', { code: unread.code }) : null}
          onClick={() => (changes.length > 0 ? void save.send({ body: { changes } }) : stop())}
        >
          {t('catalog.prices.save', { count: changes.length })}
        </Button>
        <Button onClick={stop}>{t('catalog.prices.stop')}</Button>
      </>
    );
  const editing: Editing | null = typed && {
    typed,
    type: (one) => setTyped(new Map(typed).set(`${one.kind} ${one.code}`, one)),
  };
  return (
    <EditingContext value={editing}>
      {children(bar, typed !== null)}
      {save.problem && <ProblemNotice problem={save.problem} />}
    </EditingContext>
  );
}

/** A price of the list; while prices are changed a field with it. */
export function PriceCell({
  kind,
  code,
  name,
  price,
}: {
  readonly kind: Kind;
  readonly code: string;
  readonly name: string;
  readonly price: string;
}) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const editing = use(EditingContext);
  if (!editing) return <>{f.money(price)}</>;
  const decimals = price.split('.')[1]?.length ?? 0;
  return (
    <span className="tn-input cat-price">
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        aria-label={t('catalog.prices.of', { name })}
        value={editing.typed.get(`${kind} ${code}`)?.text ?? f.number(Number(price), decimals)}
        onChange={(event) => editing.type({ kind, code, text: event.target.value })}
      />
    </span>
  );
}
