import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Found } from './screen.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';
import './kit.css';

/** Something the palette can offer: pages, orders, parts, customers. */
export interface PaletteSource {
  readonly id: string;
  /** heading above its finds */
  readonly title: string;
  /** what fits the text, best first; asked again with every letter, the older question's signal is aborted */
  readonly find: (text: string, signal: AbortSignal) => readonly Found[] | Promise<readonly Found[]>;
}

interface Group {
  readonly title: string;
  readonly found: readonly Found[];
}

const EACH_MAX = 6;
const TYPING_MS = 90;

async function ask(sources: readonly PaletteSource[], text: string, signal: AbortSignal): Promise<Group[]> {
  const groups = await Promise.all(
    sources.map(async (source): Promise<Group> => {
      try {
        return { title: source.title, found: (await source.find(text, signal)).slice(0, EACH_MAX) };
      } catch {
        // One source without an answer (offline, no permission) must not hide what the others found.
        return { title: source.title, found: [] };
      }
    }),
  );
  return groups.filter((group) => group.found.length > 0);
}

/** Ctrl+K: finds anything and goes there. Arrows choose, Enter opens. */
export function CommandPalette({
  open,
  onClose,
  sources,
  go,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly sources: readonly PaletteSource[];
  readonly go: (href: string) => void;
}) {
  const t = useWords(kitWords);
  const box = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [text, setText] = useState('');
  const [groups, setGroups] = useState<readonly Group[]>([]);
  const [asking, setAsking] = useState(false);
  const [at, setAt] = useState(0);

  useEffect(() => {
    if (open) box.current?.showModal();
    setText('');
    setAt(0);
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const control = new AbortController();
    setAsking(true);
    const timer = setTimeout(
      () => {
        void ask(sources, text.trim(), control.signal).then((next) => {
          if (control.signal.aborted) return;
          setGroups(next);
          setAt(0);
          setAsking(false);
        });
      },
      text ? TYPING_MS : 0,
    );
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [open, text, sources]);

  if (!open) return null;
  const flat = groups.flatMap((group) => group.found);
  const optionId = (index: number): string => `${list}-${index}`;
  const choose = (index: number): void => {
    const chosen = flat[index];
    if (!chosen) return;
    onClose();
    go(chosen.href);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && flat.length > 0) {
      event.preventDefault();
      const next = (at + by + flat.length) % flat.length;
      setAt(next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(at);
    }
  };
  let index = -1;
  return (
    <dialog
      ref={box}
      className="tn-palette"
      aria-label={t('kit.palette.label')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === box.current) onClose();
      }}
    >
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-label={t('kit.palette.label')}
        aria-activedescendant={flat.length > 0 ? optionId(at) : undefined}
        placeholder={t('kit.palette.hint')}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
      />
      <div className="tn-palette-list" role="listbox" id={list} aria-label={t('kit.palette.label')}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <span className="tn-small tn-muted tn-strong" aria-hidden="true">
              {group.title}
            </span>
            {group.found.map((found) => {
              index += 1;
              const mine = index;
              return (
                <div
                  key={found.href + found.title}
                  role="option"
                  id={optionId(mine)}
                  aria-selected={mine === at}
                  onMouseMove={() => setAt(mine)}
                  onClick={() => choose(mine)}
                >
                  <span>{found.title}</span>
                  {found.hint && <span className="tn-muted tn-small">{found.hint}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className="tn-palette-foot tn-small tn-muted" role="status">
        {flat.length > 0
          ? t('kit.palette.keys')
          : asking
            ? t('kit.palette.searching')
            : t('kit.palette.none', { text })}
      </p>
    </dialog>
  );
}
