import {
  createContext,
  use,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type FormEvent,
  type ReactNode,
} from 'react';
import type * as z from 'zod';
import type { BodyOf, ParamsOf, Problem, QueryOf, ResponseOf } from '#platform/http/contract.ts';
import type { Collects } from '#platform/http/consent.ts';
import { Button } from './button.tsx';
import { useConsent } from './consent-note.tsx';
import { useChange, type AnyRouteLike } from './data.ts';
import {
  faultsOf,
  faultsOfProblem,
  setAt,
  schemaAt,
  valueAt,
  type FieldKind,
  type Raw,
} from './form-state.ts';
import { useFormat } from './use-format.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';
import './kit.css';

/** A route with a body, as much of it as a form needs. */
export type FormRoute = AnyRouteLike & { readonly body: z.ZodType; readonly collects?: Collects | null };

interface FormFacts {
  readonly schema: z.ZodType;
  raw(name: string, kind: FieldKind): Raw;
  set(name: string, raw: Raw): void;
  fault(name: string): string | undefined;
  register(name: string, kind: FieldKind): () => void;
  readonly busy: boolean;
  readonly idOf: (name: string) => string;
}
const FormContext = createContext<FormFacts | null>(null);

export interface FormProps<T extends FormRoute> {
  /** the body's schema decides what is accepted; the route is where it goes */
  readonly route: T;
  readonly params?: ParamsOf<T>;
  readonly query?: Partial<Record<keyof QueryOf<T>, unknown>>;
  /** what stands in the fields at first */
  readonly initial?: unknown;
  /** members of the body that nobody types */
  readonly constant?: Partial<BodyOf<T>>;
  /** on the primary button; “Save” unless told */
  readonly submit?: string;
  readonly onDone?: (answer: ResponseOf<T>) => void;
  readonly onCancel?: () => void;
  /** told after each change: the body when it would be accepted, else null (live price) */
  readonly onBody?: (body: BodyOf<T> | null) => void;
  /** name under which unfinished input outlives a reload; the route's own address unless told; `none` keeps nothing */
  readonly draft?: string;
  /** why saving is refused now, in the server's words */
  readonly refused?: string | null;
  readonly children: ReactNode;
}

const DRAFT_PREFIX = 'tenon.draft.';

function readDraft(key: string): Record<string, Raw> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, Raw>;
  } catch {
    // Text that another version left behind is no draft.
    return {};
  }
}

/**
 * A form of a route: its body schema validates before it is sent, the server's refusal lands beside the same fields,
 * one press is one intent (see `useChange`), and what was typed survives a refusal, a lost connection and a reload.
 */
export function Form<T extends FormRoute>(props: FormProps<T>) {
  const { route, initial, constant, children } = props;
  const t = useWords(kitWords);
  const format = useFormat();
  const base = useId();
  const draftKey = DRAFT_PREFIX + (props.draft ?? `${route.path} ${JSON.stringify(props.params ?? {})}`);
  const keeps = props.draft !== 'none';
  const [typed, setTyped] = useState<Record<string, Raw>>(() => (keeps ? readDraft(draftKey) : {}));
  const [restored, setRestored] = useState(() => Object.keys(typed).length > 0);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tried, setTried] = useState(0);
  const kinds = useRef(new Map<string, FieldKind>());
  const element = useRef<HTMLFormElement>(null);
  const change = useChange(route, { problems: 'silent' });
  const asked = useConsent(route.collects ?? null, props.submit === undefined);

  const rawOf = (name: string, kind: FieldKind): Raw => typed[name] ?? kind.write(valueAt(initial, name));

  /** Everything in the fields as a body, with the faults that no schema can see (text that is no number). */
  function gather(values: Record<string, Raw>): {
    body: Record<string, unknown>;
    unread: Record<string, string>;
  } {
    const body: Record<string, unknown> = { ...constant };
    const unread: Record<string, string> = {};
    for (const [name, kind] of kinds.current) {
      const read = kind.read(values[name] ?? kind.write(valueAt(initial, name)));
      if ('fault' in read) unread[name] = read.fault;
      else setAt(body, name, read.value);
    }
    return { body, unread };
  }

  function check(values: Record<string, Raw>): { body: BodyOf<T> | null; faults: Record<string, string> } {
    const { body, unread } = gather(values);
    const parsed = route.body.safeParse(body);
    if (parsed.success && Object.keys(unread).length === 0) return { body: body as BodyOf<T>, faults: {} };
    return {
      body: null,
      faults: { ...(parsed.success ? {} : faultsOf(parsed.error, t, format)), ...unread },
    };
  }

  const facts: FormFacts = {
    schema: route.body,
    raw: rawOf,
    set(name, raw) {
      const next = { ...typed, [name]: raw };
      setTyped(next);
      if (keeps) keep(draftKey, next, kinds.current);
      if (faults[name]) setFaults(({ [name]: _, ...rest }) => rest);
      props.onBody?.(check(next).body);
    },
    fault: (name) => faults[name],
    register(name, kind) {
      kinds.current.set(name, kind);
      return () => void kinds.current.delete(name);
    },
    busy: change.busy,
    idOf: (name) => `${base}-${name}`,
  };

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (change.busy || props.refused || asked.missing) return;
    setProblem(null);
    const checked = check(typed);
    setFaults(checked.faults);
    if (checked.body === null) return setTried((n) => n + 1);
    const outcome = await change.send({
      body: checked.body,
      ...(props.params === undefined ? {} : { params: props.params }),
      ...(props.query === undefined ? {} : { query: props.query }),
      ...(asked.consent ? { consent: asked.consent } : {}),
    } as Parameters<typeof change.send>[0]);
    if (outcome.ok) {
      sessionStorage.removeItem(draftKey);
      setTyped({});
      setRestored(false);
      props.onDone?.(outcome.value);
      return;
    }
    setProblem(outcome.problem);
    setFaults(faultsOfProblem(outcome.problem));
    setTried((n) => n + 1);
  }

  useEffect(() => {
    if (tried > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tried]);

  const elsewhere = Object.entries(faults).filter(([name]) => !kinds.current.has(name));
  const count = Object.keys(faults).length;
  return (
    <FormContext value={facts}>
      <form ref={element} className="tn-form" noValidate onSubmit={(event) => void submit(event)}>
        {restored && (
          <div className="tn-notice" role="status">
            <span>{t('kit.form.kept')}</span>
            <Button
              kind="quiet"
              onClick={() => {
                sessionStorage.removeItem(draftKey);
                setTyped({});
                setRestored(false);
                setFaults({});
              }}
            >
              {t('kit.form.kept.drop')}
            </Button>
          </div>
        )}
        {children}
        {asked.note}
        {(problem || count > 0) && (
          <div className="tn-notice" data-tone="trouble" role="alert">
            <div>
              <p className="tn-strong">{problem?.title ?? t('kit.form.faults', { count })}</p>
              {problem?.remedy && <p>{problem.remedy}</p>}
              {elsewhere.map(([name, text]) => (
                <p key={name}>{name ? `${name}: ${text}` : text}</p>
              ))}
            </div>
          </div>
        )}
        <div className="tn-row">
          <Button
            kind="primary"
            type="submit"
            busy={change.busy}
            refused={props.refused ?? (asked.missing ? t('kit.consent.missing') : null)}
          >
            {props.submit ?? t(asked.agree ? 'kit.consent.save' : 'kit.save')}
          </Button>
          {props.onCancel && <Button onClick={props.onCancel}>{t('kit.cancel')}</Button>}
        </div>
      </form>
    </FormContext>
  );
}

function keep(key: string, typed: Record<string, Raw>, kinds: ReadonlyMap<string, FieldKind>): void {
  const open = Object.fromEntries(Object.entries(typed).filter(([name]) => !kinds.get(name)?.secret));
  if (Object.keys(open).length > 0) sessionStorage.setItem(key, JSON.stringify(open));
}

/** Fields beside each other where there is room. */
export function FormGrid({ children }: { readonly children: ReactNode }) {
  return <div className="tn-form-grid">{children}</div>;
}

export interface FieldState {
  readonly id: string;
  readonly raw: Raw;
  readonly set: (raw: Raw) => void;
  readonly fault: string | undefined;
  readonly schema: z.ZodType | undefined;
  readonly busy: boolean;
}

/**
 * A field of the form around it, for fields of one's own.
 * @param name dotted path in the body, `lines.0.quantity`
 * @throws Error outside of a form
 */
export function useField(name: string, make: (schema: z.ZodType | undefined) => FieldKind): FieldState {
  const form = use(FormContext);
  if (!form) throw new Error(`field ${name} stands in no form`);
  const schema = useMemo(() => schemaAt(form.schema, name), [form.schema, name]);
  const kind = make(schema);
  const { register } = form;
  useEffect(() => register(name, kind));
  return {
    id: form.idOf(name),
    raw: form.raw(name, kind),
    set: (raw) => form.set(name, raw),
    fault: form.fault(name),
    schema,
    busy: form.busy,
  };
}
