import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { useLocale } from '#platform/web-kit/locale.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  confirmContract,
  listProcessors,
  resumeProcessor,
  stopProcessor,
  type ProcessorView,
} from '../../processors/contract.ts';
import { processorUiWords } from '../processor-words.ts';
import { ContractForm, ProcessorForm } from './ProcessorForms.tsx';

const FLOWS = new Set<ProcessorView['state']>(['active', 'expiring']);
type Asked =
  | { readonly what: 'add' }
  | {
      readonly what: 'edit' | 'contract' | 'confirm' | 'suspend' | 'resume';
      readonly processor: ProcessorView;
    };

/** Whom data goes to, under which contract, and how much went there. */
export default function Processors() {
  const t = useWords(processorUiWords);
  const format = useFormat();
  const locale = useLocale();
  const read = useRead(listProcessors);
  const [asked, setAsked] = useState<Asked | null>(null);
  const active = read.data?.processors.filter(({ state }) => FLOWS.has(state)).length ?? 0;
  return (
    <Page>
      <PageHead
        sentence={t('processors.sentence', { active })}
        note={t('processors.note')}
        action={
          <Button kind="primary" onClick={() => setAsked({ what: 'add' })}>
            {t('processors.add')}
          </Button>
        }
      />
      <Card flush>
        <Lines
          label={t('processors.title')}
          read={read}
          rows={({ processors }) => processors}
          rowKey={(processor) => processor.id}
          empty={{ sentence: t('processors.none') }}
          columns={[
            {
              key: 'name',
              head: t('processors.name'),
              phone: 'title',
              cell: (processor) => `${processor.name}: ${processor.service}`,
            },
            {
              key: 'state',
              head: t('processors.state'),
              cell: (processor) => <State processor={processor} />,
            },
            {
              key: 'categories',
              head: t('processors.categories'),
              cell: (processor) =>
                processor.categories.map((category) => CATEGORY_TEXTS[category].name[locale]).join(', '),
            },
            {
              key: 'until',
              head: t('processors.until'),
              cell: (processor) => {
                const contract =
                  processor.contracts.findLast(({ declared }) => !declared) ?? processor.contracts.at(-1);
                if (!contract || (contract.declared && processor.bound === 'contract'))
                  return t('processors.noContract');
                if (contract.declared) return t(`processors.bound.${processor.bound}`);
                return contract.validTo === null
                  ? t('processors.until.open')
                  : t('processors.until.day', { day: format.day(contract.validTo) });
              },
            },
            {
              key: 'traffic',
              head: t('processors.traffic'),
              cell: ({ traffic }) => t('processors.traffic.of', { ...traffic }),
            },
            {
              key: 'act',
              head: t('processors.acts'),
              cell: (processor) => (
                <Acts processor={processor} ask={(what) => setAsked({ what, processor })} />
              ),
            },
          ]}
        />
      </Card>
      {asked && <Ask {...asked} onClose={() => setAsked(null)} onDone={() => read.again()} />}
    </Page>
  );
}

function State({ processor: { state, daysLeft } }: { readonly processor: ProcessorView }) {
  const t = useWords(processorUiWords);
  const tone = state === 'active' ? 'done' : state === 'ended' ? 'idle' : 'warn';
  return <StateTag tone={tone}>{t(`processors.state.${state}`, { days: daysLeft ?? 0 })}</StateTag>;
}

function Acts({
  processor,
  ask,
}: {
  readonly processor: ProcessorView;
  readonly ask: (what: Exclude<Asked['what'], 'add'>) => void;
}) {
  const t = useWords(processorUiWords);
  const waits = processor.contracts.some(({ confirmedAt }) => confirmedAt === null);
  return (
    <span className="tn-row">
      {processor.state !== 'ended' && (
        <>
          <Button onClick={() => ask('edit')}>{t('processors.edit')}</Button>
          <Button onClick={() => ask('contract')}>{t('processors.contract')}</Button>
        </>
      )}
      {waits && <Button onClick={() => ask('confirm')}>{t('processors.confirm')}</Button>}
      {processor.state === 'suspended' && (
        <Button onClick={() => ask('resume')}>{t('processors.resume')}</Button>
      )}
      {FLOWS.has(processor.state) && (
        <Button onClick={() => ask('suspend')}>{t('processors.suspend')}</Button>
      )}
    </span>
  );
}

interface Answered {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function Ask({ onClose, onDone, ...asked }: Asked & Answered) {
  const t = useWords(processorUiWords);
  const done = (): void => {
    toast({ title: t('processors.done') });
    onDone();
    onClose();
  };
  const wide = asked.what === 'add' || asked.what === 'edit' || asked.what === 'contract';
  return (
    <Dialog open onClose={onClose} title={t(`processors.${asked.what}`)} {...(wide ? { width: 48 } : {})}>
      {asked.what === 'add' ? (
        <ProcessorForm onDone={done} />
      ) : asked.what === 'edit' ? (
        <ProcessorForm processor={asked.processor} onDone={done} />
      ) : asked.what === 'contract' ? (
        <ContractForm processor={asked.processor} onDone={done} />
      ) : (
        <Decide what={asked.what} processor={asked.processor} onDone={done} />
      )}
    </Dialog>
  );
}

function Decide({
  what,
  processor,
  onDone,
}: {
  readonly what: 'confirm' | 'suspend' | 'resume';
  readonly processor: ProcessorView;
  readonly onDone: () => void;
}) {
  const t = useWords(processorUiWords);
  const confirm = useChange(confirmContract, { onDone });
  const waiting = processor.contracts.find(({ confirmedAt }) => confirmedAt === null);
  const { id: processorId, name } = processor;
  return (
    <div className="tn-flow">
      <p>{t(`processors.${what}.ask`, { name })}</p>
      {what === 'confirm' && waiting && (
        <div className="tn-row">
          <Button
            kind="primary"
            busy={confirm.busy}
            onClick={() =>
              void confirm.send({
                params: { processorId, contractId: waiting.id },
                body: { confidential: true },
              })
            }
          >
            {t('processors.confirm.yes')}
          </Button>
        </div>
      )}
      {what === 'suspend' && (
        <Form
          route={stopProcessor}
          params={{ processorId }}
          constant={{ how: 'suspend' }}
          submit={t('processors.suspend')}
          onDone={onDone}
        >
          <TextField name="reason" label={t('processors.suspend.reason')} />
        </Form>
      )}
      {what === 'resume' && (
        <Form
          route={resumeProcessor}
          params={{ processorId }}
          submit={t('processors.resume')}
          onDone={onDone}
        >
          <TextField name="reason" label={t('processors.suspend.reason')} />
        </Form>
      )}
    </div>
  );
}
