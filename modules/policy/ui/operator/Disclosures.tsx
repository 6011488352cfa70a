import { useState } from 'react';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { Download } from '#platform/web-kit/files.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listDisclosures, readRequest, type DisclosureView } from '../../disclosures/contract.ts';
import { disclosureUiWords } from '../disclosure-words.ts';
import { Approve, HandOver, Tell } from './DisclosureActs.tsx';
import { EnterDisclosure } from './DisclosureForm.tsx';

type Act = 'approve' | 'tellNow' | 'handOver' | 'details';
type Asked = { readonly what: 'enter' } | { readonly what: Act; readonly id: string };

const TONES = {
  waiting: 'warn',
  refused: 'idle',
  'to-tell': 'warn',
  ready: 'warn',
  'handed-over': 'done',
  lapsed: 'idle',
} as const;

/** Who asked for data by law, what was decided and handed over, and whom we told. */
export default function Disclosures() {
  const t = useWords(disclosureUiWords);
  const read = useRead(listDisclosures);
  const kinds = useKinds();
  const told = useTold();
  const [asked, setAsked] = useState<Asked | null>(null);
  const all = read.data?.disclosures ?? [];
  const done = (): void => {
    toast({ title: t('disclosures.saved') });
    read.again();
    setAsked(null);
  };
  const chosen = asked && asked.what !== 'enter' ? all.find(({ id }) => id === asked.id) : undefined;
  return (
    <Page>
      <PageHead
        sentence={t('disclosures.sentence', {
          open: all.filter((one) => TONES[one.state] === 'warn' || one.tellingDue).length,
        })}
        note={t('disclosures.note')}
        action={
          <Button kind="primary" onClick={() => setAsked({ what: 'enter' })}>
            {t('disclosures.enter')}
          </Button>
        }
      />
      <Card flush>
        <Lines
          label={t('disclosures.title')}
          read={read}
          rows={({ disclosures }) => disclosures}
          rowKey={(one) => one.id}
          empty={{ sentence: t('disclosures.none') }}
          columns={[
            {
              key: 'asked',
              head: t('disclosures.asked'),
              phone: 'title',
              cell: (one) => `${one.number}. ${one.askedBy}${one.caseNo && `, ${one.caseNo}`}`,
            },
            { key: 'about', head: t('disclosures.about'), cell: (one) => one.business },
            {
              key: 'scope',
              head: t('disclosures.scope'),
              cell: (one) =>
                one.decision === 'refuse'
                  ? t('disclosures.scope.refused', { reason: one.reason })
                  : kinds(one.categories),
            },
            { key: 'told', head: t('disclosures.told'), cell: told },
            { key: 'state', head: t('disclosures.state'), cell: (one) => <State of={one} /> },
            {
              key: 'act',
              head: t('disclosures.acts'),
              cell: (one) => <Acts of={one} ask={(what) => setAsked({ what, id: one.id })} />,
            },
          ]}
        />
      </Card>
      {asked && (
        <Dialog open onClose={() => setAsked(null)} title={t(`disclosures.${asked.what}`)} width={48}>
          {asked.what === 'enter' ? (
            <EnterDisclosure businesses={read.data?.businesses ?? []} onDone={done} />
          ) : !chosen ? null : asked.what === 'approve' ? (
            <Approve of={chosen} kinds={kinds(chosen.categories)} onDone={done} />
          ) : asked.what === 'tellNow' ? (
            <Tell of={chosen} onDone={done} />
          ) : asked.what === 'handOver' ? (
            <HandOver of={chosen} again={() => read.again()} onDone={done} />
          ) : (
            <Details of={chosen} kinds={kinds} told={told(chosen)} />
          )}
        </Dialog>
      )}
    </Page>
  );
}

function useKinds() {
  const locale = useLocale();
  return (categories: DisclosureView['categories']): string =>
    categories.map((category) => CATEGORY_TEXTS[category].name[locale]).join(', ');
}

/** What the business was told and when, or why not. */
function useTold() {
  const t = useWords(disclosureUiWords);
  const format = useFormat();
  return (one: DisclosureView): string => {
    if (one.decision === 'refuse') return t('disclosures.told.none');
    if (one.toldOn !== null)
      return one.toldHow === 'mail'
        ? t('disclosures.told.mail', { day: format.day(one.toldOn) })
        : t('disclosures.told.letter', { day: format.day(one.toldOn), note: one.toldNote });
    if (one.tell === 'tell') return t('disclosures.told.first');
    const day = one.withheldUntil === null ? '' : format.day(one.withheldUntil);
    return one.tellingDue
      ? t('disclosures.told.due', { day })
      : t('disclosures.told.not', { day, because: one.withheldBecause });
  };
}

function State({ of }: { readonly of: DisclosureView }) {
  const t = useWords(disclosureUiWords);
  const format = useFormat();
  const day = of.state === 'handed-over' ? of.handedOverOn : of.validTo;
  return (
    <StateTag tone={TONES[of.state]}>
      {t(`disclosures.state.${of.state}`, { day: day === null ? '' : format.day(day) })}
    </StateTag>
  );
}

function Acts({ of, ask }: { readonly of: DisclosureView; readonly ask: (what: Act) => void }) {
  const t = useWords(disclosureUiWords);
  return (
    <span className="tn-row">
      {of.state === 'waiting' && <Button onClick={() => ask('approve')}>{t('disclosures.approve')}</Button>}
      {of.tellingDue && <Button onClick={() => ask('tellNow')}>{t('disclosures.tellNow')}</Button>}
      {of.state === 'ready' && <Button onClick={() => ask('handOver')}>{t('disclosures.handOver')}</Button>}
      <Button onClick={() => ask('details')}>{t('disclosures.details')}</Button>
    </span>
  );
}

function Details({
  of,
  kinds,
  told,
}: {
  readonly of: DisclosureView;
  readonly kinds: ReturnType<typeof useKinds>;
  readonly told: string;
}) {
  const t = useWords(disclosureUiWords);
  const format = useFormat();
  const who = (name: string, at: string, alone = false): string =>
    t(alone ? 'disclosures.detail.alone' : 'disclosures.detail.by', { name, at: format.instant(at) });
  const rows: readonly (readonly [head: string, value: string | null])[] = [
    [t('disclosures.receivedOn'), of.receivedOn && format.day(of.receivedOn)],
    [t('disclosures.ground'), t(`disclosures.ground.${of.ground}`)],
    [t('disclosures.askedScope'), of.askedScope],
    [t('disclosures.askedCategories'), kinds(of.askedCategories)],
    [t('disclosures.decision'), t(`disclosures.decision.${of.decision}`)],
    [t('disclosures.detail.reason'), of.reason],
    [t('disclosures.scope'), kinds(of.categories)],
    [t('disclosures.detail.recipient'), of.recipient],
    [t('disclosures.detail.entered'), who(of.enteredName, of.enteredAt)],
    [
      t('disclosures.detail.approved'),
      of.approvedAt && who(of.approvedName ?? '', of.approvedAt, of.approvedAlone === true),
    ],
    [t('disclosures.told'), told],
    [
      t('disclosures.detail.handed'),
      of.handedOverOn &&
        t('disclosures.detail.handedTo', { day: format.day(of.handedOverOn), to: of.handedOverTo ?? '' }),
    ],
    [t('disclosures.detail.hash'), of.handedOverSha256],
  ];
  return (
    <div className="tn-flow">
      <dl className="tn-flow">
        {rows
          .filter(([, value]) => value)
          .map(([head, value]) => (
            <div key={head}>
              <dt className="tn-small tn-muted">{head}</dt>
              <dd style={{ margin: 0, overflowWrap: 'anywhere' }}>{value}</dd>
            </div>
          ))}
      </dl>
      {of.fileName !== null && (
        <div className="tn-row">
          <Download route={readRequest} input={{ params: { disclosureId: of.id } }} label={of.fileName} />
        </div>
      )}
    </div>
  );
}
