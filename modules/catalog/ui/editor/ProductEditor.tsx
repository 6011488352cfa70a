import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import type { Product } from '#domain/product/definition.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { Problem, ResponseOf } from '#platform/http/contract.ts';
import { createProduct, getProduct, listMaterials, previewDraft, updateProduct } from '../../contract.ts';
import { CostFacts, ExplosionView } from '../ExplosionView.tsx';
import { ParameterFields, usualParameters, type ParameterValues } from '../ParameterFields.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import { useAsk } from '../use-ask.ts';
import { blankProduct, type Draft } from './draft.ts';
import { Formulas, Hardware, Parameters, Parts, Roles, Routing, Rules } from './sections.tsx';
import { TextCell } from './Cell.tsx';
import { editorWords } from './words.ts';
import './editor.css';

/** A product being written: what can be chosen, what follows from it, what it is made of and how; beside it what comes out. */
export default function ProductEditor() {
  const t = useWords(editorWords);
  const productId = useParam('productId') as Id;
  // `/products/new/edit` writes one that is not there yet.
  const isNew = productId === ('new' as string);
  const product = useRead(getProduct, { params: { productId } }, { when: !isNew });
  const shop = useRead(listMaterials, {});
  return (
    <Page>
      <PageHead
        sentence={isNew ? t('editor.new') : t('editor.sentence', { name: product.data?.name ?? '…' })}
        note={t('editor.note')}
        back={{
          href: isNew ? '/products' : `/products/${productId}`,
          label: product.data?.name ?? t('editor.products'),
        }}
      />
      <WhenRead read={shop}>
        {(materials) =>
          isNew ? (
            <Editor
              shop={materials}
              initial={blankProduct({
                board: materials.boards[0]?.code ?? '',
                centres: materials.centres,
              })}
            />
          ) : (
            <WhenRead read={product}>
              {(saved) => (
                <Editor
                  key={saved.id}
                  shop={materials}
                  initial={saved.definition as unknown as Product}
                  saved={{ id: productId, version: saved.version }}
                />
              )}
            </WhenRead>
          )
        }
      </WhenRead>
    </Page>
  );
}

type Shop = ResponseOf<typeof listMaterials>;

/** What a section of the editor draws and changes. */
export interface SectionProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly shop: Shop;
  /** what the server has against the value at this path, `parts.3.length` */
  readonly faultAt: (path: string) => string | undefined;
}

function Editor({
  shop,
  initial,
  saved,
}: {
  readonly shop: Shop;
  readonly initial: Draft;
  /** the version the change is made from */
  readonly saved?: { readonly id: Id; readonly version: number };
}) {
  const t = useWords(editorWords);
  const go = useGo();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState<ParameterValues>(() => usualParameters(initial));
  const known = new Set(draft.parameters.map((parameter) => parameter.name));
  const parameters = Object.fromEntries(Object.entries(tried).filter(([name]) => known.has(name)));
  const definition = draft as unknown as Record<string, unknown>;
  const live = useAsk(previewDraft, { body: { definition, parameters } });
  const done = (product: { id: string; version: number }): void => {
    toast({ title: t('editor.saved', { version: product.version }) });
    go(`/products/${product.id}`);
  };
  const create = useChange(createProduct, { problems: 'silent', onDone: done });
  const update = useChange(updateProduct, { problems: 'silent', onDone: done });
  const refused = create.problem ?? update.problem;
  const faultAt = faultsOf(live.problem, refused);
  const section: SectionProps = {
    draft,
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    shop,
    faultAt,
  };
  const save = (): void =>
    void (saved
      ? update.send({
          params: { productId: saved.id },
          query: { version: saved.version },
          body: definition,
        })
      : create.send({ body: definition }));
  return (
    <div className="tn-flow">
      <Card title={t('editor.product')}>
        <div className="pe-cells">
          <TextCell
            label={t('editor.code')}
            value={draft.code}
            disabled={saved !== undefined}
            fault={faultAt('code')}
            onChange={(code) => section.change({ code })}
          />
          <TextCell
            label={t('editor.name')}
            value={draft.name}
            fault={faultAt('name')}
            onChange={(name) => section.change({ name })}
          />
        </div>
      </Card>
      <Parameters {...section} />
      <Roles {...section} />
      <Formulas {...section} />
      <Parts {...section} />
      <Hardware {...section} />
      <Routing {...section} />
      <Rules {...section} />
      <Columns split="wide-left">
        <Card title={t('editor.try')}>
          <div className="tn-flow">
            <ParameterFields
              product={drawable(draft)}
              values={tried}
              onChange={setTried}
              faults={live.problem?.errors ?? []}
            />
            <ProblemNotice problem={refused ?? live.problem} beside="parameters." />
            <Faults problem={refused ?? live.problem} />
            <div>
              <Button kind="primary" busy={create.busy || update.busy} onClick={save}>
                {saved ? t('editor.save', { version: saved.version + 1 }) : t('editor.create')}
              </Button>
            </div>
            {saved && <p className="tn-muted">{t('editor.keeps')}</p>}
          </div>
        </Card>
        <Card title={t('editor.cost')}>
          {live.answer ? (
            <CostFacts explosion={live.answer} />
          ) : (
            <p className="tn-muted">{t('editor.nothing')}</p>
          )}
        </Card>
      </Columns>
      {live.answer && (
        <div className={`tn-flow ${live.busy || live.problem ? 'cat-busy' : ''}`} aria-busy={live.busy}>
          <ExplosionView explosion={live.answer} />
        </div>
      )}
    </div>
  );
}

/** Everything the last answers had against it, with the place, for who does not see the field. */
function Faults({ problem }: { readonly problem: Problem | null }) {
  const errors = (problem?.errors ?? []).slice(0, 12);
  if (errors.length === 0) return null;
  return (
    <ul>
      {errors.map((error) => (
        <li key={`${error.field} ${error.title}`}>
          <span className="pe-code">{error.field}</span> {error.title} {error.remedy}
        </li>
      ))}
    </ul>
  );
}

function faultsOf(...problems: readonly (Problem | null)[]): SectionProps['faultAt'] {
  const errors = problems.flatMap((problem) => problem?.errors ?? []);
  return (path) => {
    const found = errors.find((error) => error.field === path);
    return found && [found.title, found.remedy].filter(Boolean).join(' ');
  };
}

/** Parameters that can be drawn as fields while others are still being written. */
function drawable(draft: Draft): Draft {
  const seen = new Set<string>();
  return {
    ...draft,
    parameters: draft.parameters.filter(({ name }) => name !== '' && !seen.has(name) && seen.add(name)),
  };
}
