import { useId, useRef, useState, type DragEvent } from 'react';
import type { Collects } from '#platform/http/consent.ts';
import type { CallInput } from '#platform/http/client.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import { useConsent } from './consent-note.tsx';
import { Button } from './button.tsx';
import { useKit } from './context.ts';
import { useChange, type AnyRouteLike } from './data.ts';
import { useFormat } from './use-format.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';
import './kit.css';

/** A link to a file route, looking like a button; the browser opens or saves it. */
export function Download<T extends AnyRouteLike>({
  route,
  input,
  label,
  name,
}: {
  readonly route: T;
  readonly input?: CallInput<T>;
  readonly label: string;
  /** saves under this name instead of opening */
  readonly name?: string;
}) {
  const { client } = useKit();
  const t = useWords(kitWords);
  return (
    <a
      className="tn-button"
      href={client.address(route, input)}
      {...(name
        ? { download: name, 'aria-label': t('kit.download', { name: label }) }
        : { target: '_blank', rel: 'noreferrer' })}
    >
      {label}
    </a>
  );
}

export interface FileDropProps<T extends AnyRouteLike> {
  /** an upload route */
  readonly route: T & { readonly bytesMax: number; readonly collects?: Collects | null };
  readonly input?: CallInput<T>;
  /** what belongs here: “Part list as XLSX or CSV” */
  readonly label: string;
  /** endings that are taken: `['.xlsx', '.csv']` */
  readonly types: readonly string[];
  readonly onDone: (answer: ResponseOf<T>, file: File) => void;
}

/** Takes one file by choosing or dropping; wrong types and too large files are told before anything is sent. */
export function FileDrop<T extends AnyRouteLike>({ route, input, label, types, onDone }: FileDropProps<T>) {
  const t = useWords(kitWords);
  const format = useFormat();
  const change = useChange(route as T, { problems: 'silent' });
  const asked = useConsent(route.collects ?? null, false);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();

  async function take(file: File | undefined): Promise<void> {
    setOver(false);
    if (!file || sending) return;
    if (asked.missing) return setFault(t('kit.consent.missing'));
    if (!types.some((type) => file.name.toLowerCase().endsWith(type)))
      return setFault(t('kit.drop.wrongType', { name: file.name, types: format.list(types) }));
    if (file.size > route.bytesMax)
      return setFault(
        t('kit.drop.tooLarge', {
          name: file.name,
          size: format.bytes(file.size),
          max: format.bytes(route.bytesMax),
        }),
      );
    setFault(null);
    setSending(file.name);
    const outcome = await change.send({
      ...input,
      consent: asked.consent,
      upload: { bytes: file, name: file.name },
    } as CallInput<T>);
    setSending(null);
    if (picker.current) picker.current.value = '';
    if (outcome.ok) onDone(outcome.value, file);
    else
      setFault(
        [
          outcome.problem.title,
          ...(outcome.problem.errors ?? []).map((error) => error.title),
          outcome.problem.remedy,
        ]
          .filter(Boolean)
          .join(' '),
      );
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <div className="tn-field" data-fault={fault !== null}>
      {asked.note}
      <div
        className="tn-drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label className="tn-strong" htmlFor={id}>
          {label}
        </label>
        <input
          ref={picker}
          id={id}
          className="tn-hidden"
          tabIndex={-1}
          type="file"
          accept={types.join(',')}
          onChange={(event) => void take(event.target.files?.[0])}
        />
        <Button
          busy={sending !== null}
          refused={asked.missing ? t('kit.consent.missing') : null}
          onClick={() => picker.current?.click()}
        >
          {sending ? t('kit.drop.sending', { name: sending }) : t('kit.drop.choose')}
        </Button>
        <span className="tn-muted">
          {t('kit.drop.or')} · {t('kit.bytesMax', { size: format.bytes(route.bytesMax) })}
        </span>
      </div>
      {fault && (
        <span className="tn-fault" role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}
