import { useId, useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  dropDraft,
  getDraft,
  publishDraft,
  saveDraft,
  submitDraft,
  type DraftView,
} from '../../versions/contract.ts';
import { policyUiWords } from '../words.ts';

/** The wording of one document: words and values may change, clauses and holes stay. */
export default function PolicyEditor() {
  const t = useWords(policyUiWords);
  const document = useParam('document') as DraftView['document'];
  const read = useRead(getDraft, { params: { document } });
  return (
    <WhenRead read={read} rows={6} heading={t('policies.title')}>
      {(draft) => <Editor key={`${draft.document} ${draft.basedOn} ${draft.state}`} draft={draft} />}
    </WhenRead>
  );
}

/** What was typed and is not saved: texts by clause and language, values by name. */
type Typed = Readonly<Record<string, string>>;

function Editor({ draft }: { readonly draft: DraftView }) {
  const t = useWords(policyUiWords);
  const locale = useLocale();
  const go = useGo();
  const [typed, setTyped] = useState<Typed>({});
  const { document } = draft;
  const params = { document };
  const dirty = Object.keys(typed).length > 0;
  const save = useChange(saveDraft, {
    onDone: () => {
      setTyped({});
      toast({ title: t('editor.saved') });
    },
  });
  const submit = useChange(submitDraft);
  const drop = useChange(dropDraft, { onDone: () => go('/operator/policies') });
  const release = useChange(publishDraft, {
    onDone: ({ number }) => {
      toast({ title: t('editor.published', { number }) });
      go('/operator/policies');
    },
  });
  const value = (key: string, saved: string): string => typed[key] ?? saved;
  const set = (key: string) => (text: string) => setTyped((before) => ({ ...before, [key]: text }));
  const body = () => ({
    wording: Object.fromEntries(
      draft.clauses.map(({ id, text }) => [
        id,
        { en: value(`${id} en`, text.en), de: value(`${id} de`, text.de) },
      ]),
    ),
    parameters: Object.fromEntries(draft.parameters.map((one) => [one.name, value(one.name, one.value)])),
    summary: { en: value('summary en', draft.summary.en), de: value('summary de', draft.summary.de) },
  });
  const unsaved = dirty ? t('editor.unsaved') : null;
  return (
    <Page>
      <PageHead
        sentence={t('editor.sentence', { state: draft.state ?? 'none', name: draft.name[locale] })}
        note={`${t('editor.note')} ${t('editor.kind', { kind: draft.kind ?? 'none' })}`}
        back={{ href: '/operator/policies', label: t('editor.back') }}
        action={
          draft.state === 'submitted' && !dirty ? (
            <Button kind="primary" busy={release.busy} onClick={() => void release.send({ params })}>
              {t('editor.publish')}
            </Button>
          ) : (
            <Button kind="primary" busy={save.busy} onClick={() => void save.send({ params, body: body() })}>
              {t('editor.save')}
            </Button>
          )
        }
        more={
          draft.state && (
            <>
              {draft.state === 'open' && (
                <Button busy={submit.busy} refused={unsaved} onClick={() => void submit.send({ params })}>
                  {t('editor.submit')}
                </Button>
              )}
              <Button kind="danger" busy={drop.busy} onClick={() => void drop.send({ params })}>
                {t('editor.drop')}
              </Button>
            </>
          )
        }
      />
      <Card title={t('editor.summary')}>
        {(['en', 'de'] as const).map((language) => (
          <Typing
            key={language}
            label={t(`editor.summary.${language}`)}
            value={value(`summary ${language}`, draft.summary[language])}
            onChange={set(`summary ${language}`)}
          />
        ))}
      </Card>
      <Card title={t('editor.clauses')}>
        {draft.clauses.map(({ id, text }) =>
          (['en', 'de'] as const).map((language) => (
            <Typing
              key={`${id} ${language}`}
              label={t(`editor.${language}`, { clause: id })}
              value={value(`${id} ${language}`, text[language])}
              onChange={set(`${id} ${language}`)}
            />
          )),
        )}
      </Card>
      <Card title={t('editor.values')}>
        {draft.parameters.map((one) => (
          <Typing
            key={one.name}
            short
            label={one.name}
            hint={one.value === one.before ? undefined : t('editor.before', { value: one.before })}
            value={value(one.name, one.value)}
            onChange={set(one.name)}
          />
        ))}
      </Card>
    </Page>
  );
}

interface TypingProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly short?: boolean;
  readonly onChange: (text: string) => void;
}

/** One text. The kit's fields take dots in a name for a path, and these names have dots of their own. */
function Typing({ label, hint, value, short = false, onChange }: TypingProps) {
  const id = useId();
  const common = {
    id,
    value,
    'aria-describedby': hint ? `${id}-hint` : undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className="tn-field" data-wide={!short}>
      <label htmlFor={id}>{label}</label>
      <span className="tn-input">
        {short ? <input type="text" {...common} /> : <textarea rows={3} {...common} />}
      </span>
      {hint && (
        <span className="tn-small tn-muted" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
