import { memo, useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { hmm } from '#domain/kernel/units.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useKit } from '#platform/web-kit/context.ts';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { useNews } from '#platform/web-kit/live.ts';
import { useParam, useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { Empty, WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  askForPlan,
  cancelRun,
  getBatch,
  getPlan,
  releasePlan,
  type BatchPage as Batch,
  type DrawnPattern,
  type PlanPage,
  type PlanRow,
} from '../contract.ts';
import { BatchState } from './Cutting.tsx';
import { SEARCH_SECONDS } from './PlanEverything.tsx';
import { fileOf, SawFiles } from './SawFiles.tsx';
import { SheetDrawing, SheetLegend } from './SheetDrawing.tsx';
import { officeWords } from './words.ts';
import './cutting.css';

const OBJECTIVES = ['cost', 'time', 'boards'] as const;

interface Progress {
  readonly [fact: string]: unknown;
  readonly boardsUsed: number;
  readonly sawSeconds: number;
}

/** One batch: its plans beside each other, the shown one drawn sheet by sheet, released from here. */
export default function BatchPage() {
  const t = useWords(officeWords);
  const batchId = useParam('batchId') as Id;
  const [shown, setShown] = useUrlState('plan');
  const read = useRead(getBatch, { params: { batchId } }, { live: ['plan.', 'batch.', 'sheet.'] });
  const plan =
    read.data?.plans.find((one) => one.id === shown) ??
    read.data?.plans.find((one) => one.released) ??
    read.data?.plans[0];
  const running = read.data?.runs.find((run) => run.state === 'queued' || run.state === 'running');
  const release = useChange(releasePlan, {
    onDone: (done) => toast({ title: t('production.released', { ...done }) }),
  });
  const batch = read.data?.batch;
  const refused = !plan
    ? t('production.noPlan')
    : plan.released
      ? t('production.released.already')
      : batch?.waiting === 0
        ? t('production.nothingWaits')
        : plan.faults[0]
          ? t('production.faulty', { fault: plan.faults[0] })
          : null;
  return (
    <Page>
      <PageHead
        sentence={
          batch
            ? t('production.batch.sentence', {
                number: batch.number,
                material: batch.material,
                parts: batch.parts,
              })
            : t('production.plan')
        }
        note={batch?.orders.join(', ')}
        tag={batch && <BatchState batch={batch} />}
        back={{ href: '/cutting', label: t('production.cutting') }}
        more={
          <>
            <Solve
              batchId={batchId}
              running={running}
              done={batch?.waiting === 0}
              again={plan !== undefined}
            />
            {batch && batch.sheets > 0 && <PrintLabels batchId={batch.id} />}
          </>
        }
        action={
          <Button
            kind="primary"
            busy={release.busy}
            refused={refused}
            onClick={() => plan && void release.send({ params: { planId: plan.id } })}
          >
            {t('production.release')}
          </Button>
        }
      />
      <WhenRead read={read}>
        {(page) => (
          <>
            {running && <Searching runId={running.id} seconds={running.seconds} />}
            <Failed page={page} />
            {plan ? (
              <Columns split="wide-left">
                <Drawn planId={plan.id as Id} />
                <div className="pr-plans">
                  {page.plans.slice(0, 6).map((one) => (
                    <PlanCard
                      key={one.id}
                      plan={one}
                      chosen={one.id === plan.id}
                      onChoose={() => setShown(one.id)}
                    />
                  ))}
                </div>
              </Columns>
            ) : (
              <Card>
                <Empty sentence={t('production.noPlan')} example={t('production.noPlan.example')} />
              </Card>
            )}
          </>
        )}
      </WhenRead>
    </Page>
  );
}

function Solve({
  batchId,
  running,
  done,
  again,
}: {
  readonly batchId: Id;
  readonly running: Batch['runs'][number] | undefined;
  readonly done: boolean;
  readonly again: boolean;
}) {
  const t = useWords(officeWords);
  const [objective, setObjective] = useState<(typeof OBJECTIVES)[number]>('cost');
  const ask = useChange(askForPlan);
  const cancel = useChange(cancelRun);
  if (running)
    return (
      <Button busy={cancel.busy} onClick={() => void cancel.send({ params: { runId: running.id } })}>
        {t('production.cancel')}
      </Button>
    );
  return (
    <>
      <span className="tn-input">
        <select
          aria-label={t('production.plan')}
          value={objective}
          onChange={(event) => setObjective(event.target.value as (typeof OBJECTIVES)[number])}
        >
          {OBJECTIVES.map((one) => (
            <option key={one} value={one}>
              {t(`production.objective.${one}`)}
            </option>
          ))}
        </select>
      </span>
      <Button
        busy={ask.busy}
        refused={done ? t('production.nothingWaits') : null}
        onClick={() =>
          void ask.send({
            params: { batchId },
            body: { objective, seconds: SEARCH_SECONDS, moves: null, seed: 1 },
          })
        }
      >
        {again ? t('production.solve.again') : t('production.solve')}
      </Button>
    </>
  );
}

/** How far the search is, told by the server while it runs. */
function Searching({ runId, seconds }: { readonly runId: string; readonly seconds: number }) {
  const t = useWords(officeWords);
  const f = useFormat();
  const news = useNews<Progress>(
    useKit().live,
    (one) => one['about'] === 'cut-run' && one['id'] === runId,
    runId,
  );
  const sentence = news
    ? t('production.solving', { sheets: news.boardsUsed, minutes: f.minutes(news.sawSeconds / 60) })
    : t('production.solving.begin');
  return (
    <div className="pr-search" role="status" style={{ '--seconds': `${seconds}s` } as React.CSSProperties}>
      <span>{sentence}</span>
      <span aria-hidden="true" className="pr-search-bar" />
    </div>
  );
}

function Failed({ page }: { readonly page: Batch }) {
  const t = useWords(officeWords);
  const last = page.runs[0];
  if (last?.state !== 'failed') return null;
  return (
    <p className="tn-trouble" role="alert">
      {t('production.run.failed', { problem: last.problem ?? '' })}
    </p>
  );
}

function PlanCard({
  plan,
  chosen,
  onChoose,
}: {
  readonly plan: PlanRow;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const t = useWords(officeWords);
  const f = useFormat();
  const objective = OBJECTIVES.find((one) => one === plan.objective) ?? 'cost';
  const provenOf = ({ bound, proven, sheets }: PlanRow): string | null =>
    bound === 0
      ? null
      : t(proven || bound === sheets ? 'production.proven' : 'production.gap', {
          bound,
          gap: sheets - bound,
        });
  const side = plan.released ? (
    <StateTag tone="running">{t('production.atSaw')}</StateTag>
  ) : chosen ? (
    <StateTag tone="chosen">{t('production.chosen')}</StateTag>
  ) : undefined;
  return (
    <Card
      title={`${t(`production.objective.${objective}`)} · ${t('production.version', { version: plan.version })}`}
      side={side}
      chosen={chosen}
    >
      <Facts
        facts={[
          { label: t('production.fig.sheets'), value: f.count(plan.sheets) },
          { label: t('production.cost'), value: f.money(plan.cost, plan.currency) },
          { label: t('production.yield'), value: f.percent(plan.yield) },
          { label: t('production.sawTime'), value: f.minutes(plan.sawMinutes) },
          { label: t('production.cuts'), value: f.count(plan.cuts) },
          { label: t('production.patterns'), value: f.count(plan.patterns) },
          { label: t('production.offcutsKept'), value: f.count(plan.offcuts) },
          { label: t('production.bound'), value: provenOf(plan) },
          {
            label: t('production.unplaced'),
            value: plan.unplaced > 0 ? f.count(plan.unplaced) : null,
            trouble: true,
          },
        ]}
      />
      {!chosen && <Button onClick={onChoose}>{t('production.plan.show', { version: plan.version })}</Button>}
    </Card>
  );
}

function Drawn({ planId }: { readonly planId: Id }) {
  const read = useRead(getPlan, { params: { planId } }, { live: ['plan.released', 'sheet.'] });
  return (
    <div className="tn-flow">
      <WhenRead read={read}>
        {(page) => (
          <>
            <SawFiles page={page} planId={planId} />
            {page.patterns.map((pattern, i) => (
              <div key={i} className="pr-pattern">
                <Pattern page={page} planId={planId} pattern={pattern} no={i + 1} />
              </div>
            ))}
          </>
        )}
      </WhenRead>
    </div>
  );
}

const Pattern = memo(function Pattern({
  page,
  planId,
  pattern,
  no,
}: {
  readonly page: PlanPage;
  readonly planId: Id;
  readonly pattern: DrawnPattern;
  readonly no: number;
}) {
  const t = useWords(officeWords);
  const f = useFormat();
  const { board } = pattern;
  const parts = pattern.steps.flatMap((step) => step.falls).filter((piece) => piece.kind === 'part').length;
  const sheets = pattern.sheets.map((sheet) => sheet.no);
  return (
    <Card
      title={`${t('production.pattern', { no, all: page.patterns.length })} · ${pattern.pinned ? t('production.pattern.pinned') : t('production.pattern.books', { repeat: pattern.repeat, perBook: pattern.perBook })}`}
      side={
        <span className="tn-muted tn-small">
          {[
            board.code,
            t('production.pattern.board', {
              size: f.size(hmm(board.length), hmm(board.width)),
              grain: board.grain,
              kerf: f.number(page.kerf),
            }),
          ].join(' · ')}
        </span>
      }
    >
      <SheetDrawing
        board={board}
        root={pattern.root}
        steps={pattern.steps}
        label={t('production.draw.sheet', { board: board.code, parts })}
      />
      <SheetLegend grain={board.grain} />
      {sheets.length > 0 && (
        <p className="tn-small tn-muted">{t('production.pattern.sheets', { numbers: sheets.join(', ') })}</p>
      )}
      {!pattern.pinned && page.sawFiles.some(({ kind, refused }) => kind === 'dxf' && refused === null) && (
        <a className="tn-button" href={fileOf(planId, 'dxf', no)}>
          {t('production.sawFile.drawing', { no })}
        </a>
      )}
      <details className="pr-steps">
        <summary>
          {t('production.steps')} ({f.count(pattern.steps.length)})
        </summary>
        <ol>
          {pattern.steps.map((step) => (
            <li key={step.no}>
              <span className="tn-strong">{t(`production.step.${step.kind}`)}</span>{' '}
              {f.mm(hmm(step.position))} · {step.of === 'sheet' ? board.code : step.of} →{' '}
              {step.falls
                .map((piece) => (piece.kind === 'waste' ? t('production.waste') : piece.name))
                .join(', ')}
            </li>
          ))}
        </ol>
      </details>
    </Card>
  );
});

/** Labels of every part that has its sheet, in the order of the saw, for either roll. */
function PrintLabels({ batchId }: { readonly batchId: string }) {
  const t = useWords(officeWords);
  return (
    <>
      {(['62x100', '50x30'] as const).map((size) => (
        <a
          key={size}
          className="tn-button"
          target="_blank"
          rel="noreferrer"
          href={`/api/labels/parts.pdf?${new URLSearchParams({ batch: batchId, size })}`}
        >
          {t('production.labels', { size: size.replace('x', ' × ') })}
        </a>
      ))}
    </>
  );
}
