import { useState } from 'react';
import { RIGHTS } from '#domain/policy/rights.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField, NoteField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  correctData,
  enterCase,
  liftRestriction,
  listCases,
  takeCaseStep,
  type CaseView,
} from '../../contract.ts';
import { privacyUiWords } from '../words.ts';

type Step = CaseView['may'][number];
type Asked = 'enter' | { readonly of: CaseView; readonly step: Step };
const ENDED = ['answered', 'refused', 'passed-on'];

/** What people ask about their data, until when, and what was done. */
export default function Cases() {
  const t = useWords(privacyUiWords);
  const format = useFormat();
  const read = useRead(listCases, {}, { live: ['privacy-case.'] });
  const [asked, setAsked] = useState<Asked | null>(null);
  const lift = useChange(liftRestriction, { onDone: () => done(t('cases.lifted')) });
  const all = read.data?.cases ?? [];
  const done = (title: string): void => {
    toast({ title });
    read.again();
    setAsked(null);
  };
  const counts = {
    late: all.filter(({ overdue }) => overdue).length,
    open: all.filter(({ state }) => !ENDED.includes(state)).length,
  };
  return (
    <Page>
      <PageHead
        sentence={t('cases.sentence', counts)}
        note={t('cases.note')}
        action={
          <Button kind="primary" onClick={() => setAsked('enter')}>
            {t('cases.enter')}
          </Button>
        }
      />
      <Card flush>
        <Lines
          label={t('cases.title')}
          read={read}
          rows={({ cases }) => cases}
          rowKey={(one) => one.id}
          empty={{ sentence: t('cases.none') }}
          columns={[
            {
              key: 'who',
              head: t('cases.who'),
              phone: 'title',
              cell: (one) => `${one.number}. ${one.personName}, ${one.personEmail}`,
            },
            {
              key: 'asks',
              head: t('cases.asks'),
              cell: (one) => [t(`right.${one.asks}`), one.details].filter(Boolean).join(': '),
            },
            { key: 'of', head: t('cases.of'), cell: (one) => one.business ?? t('cases.ours') },
            {
              key: 'due',
              head: t('cases.due'),
              cell: (one) =>
                one.passOnBy
                  ? t('cases.passOn', { day: format.day(one.passOnBy) })
                  : one.waitedDays > 0
                    ? t('cases.waited', { day: format.day(one.dueOn), days: one.waitedDays })
                    : format.day(one.dueOn),
            },
            {
              key: 'state',
              head: t('cases.state'),
              cell: (one) => (
                <>
                  <StateTag tone={ENDED.includes(one.state) ? 'done' : 'warn'}>
                    {one.overdue ? t('cases.late') : t(`cases.state.${one.state}`)}
                  </StateTag>
                  {one.steps.map((step) => (
                    <p className="tn-small tn-muted" key={step.kind}>
                      {t('history', {
                        what: t(`step.${step.kind}`),
                        who: step.who,
                        at: format.day(step.onDay),
                        note: step.note && `: ${step.note}`,
                      })}
                    </p>
                  ))}
                </>
              ),
            },
            {
              key: 'act',
              head: t('cases.acts'),
              cell: (one) => (
                <div className="tn-row">
                  {one.may.map((step) => (
                    <Button key={step} onClick={() => setAsked({ of: one, step })}>
                      {t(
                        step === 'asked-for' && one.asks === 'rectification'
                          ? 'cases.correct'
                          : `step.${step}`,
                      )}
                    </Button>
                  ))}
                  {one.asks === 'restriction' && one.state === 'answered' && (
                    <Button busy={lift.busy} onClick={() => void lift.send({ params: { caseId: one.id } })}>
                      {t('cases.lift')}
                    </Button>
                  )}
                </div>
              ),
            },
          ]}
        />
      </Card>
      {asked && (
        <Dialog
          open
          onClose={() => setAsked(null)}
          title={asked === 'enter' ? t('cases.enter') : t(`step.${asked.step}`)}
          width={44}
        >
          {asked !== 'enter' && asked.step === 'asked-for' && asked.of.asks === 'rectification' ? (
            <Correct of={asked.of} onDone={() => done(t('cases.done'))} />
          ) : asked === 'enter' ? (
            <Enter businesses={read.data?.businesses ?? []} onDone={() => done(t('cases.entered'))} />
          ) : (
            <Form
              route={takeCaseStep}
              params={{ caseId: asked.of.id }}
              constant={{ kind: asked.step }}
              initial={{ note: '' }}
              draft="none"
              submit={t(`step.${asked.step}`)}
              onDone={() => done(t('cases.done'))}
            >
              {asked.step === 'asked-for' && <p className="tn-muted">{t('step.asked-for.note')}</p>}
              <NoteField
                name="note"
                label={t(asked.step === 'asked-for' ? 'cases.note.label' : 'cases.words')}
                rows={6}
              />
            </Form>
          )}
        </Dialog>
      )}
    </Page>
  );
}

/** The values as they are right; they stand everywhere at once. */
function Correct({ of, onDone }: { readonly of: CaseView; readonly onDone: () => void }) {
  const t = useWords(privacyUiWords);
  return (
    <Form
      route={correctData}
      params={{ caseId: of.id }}
      initial={{ name: of.personName, phone: '' }}
      draft="none"
      submit={t('cases.correct')}
      onDone={onDone}
    >
      <p className="tn-muted">{t('cases.correct.note')}</p>
      <FormGrid>
        <TextField name="name" label={t('cases.personName')} />
        <TextField name="phone" label={t('cases.correct.phone')} />
      </FormGrid>
    </Form>
  );
}

interface EnterProps {
  readonly businesses: readonly { readonly id: string; readonly name: string }[];
  readonly onDone: () => void;
}

function Enter({ businesses, onDone }: EnterProps) {
  const t = useWords(privacyUiWords);
  const channels = ['mail', 'letter', 'telephone', 'in-person'] as const;
  return (
    <Form
      route={enterCase}
      initial={{ asks: 'access', channel: 'mail', language: 'en', ofTenant: null, details: '' }}
      submit={t('cases.enter')}
      onDone={onDone}
    >
      <FormGrid>
        <TextField name="personName" label={t('cases.personName')} />
        <TextField name="personEmail" label={t('cases.personEmail')} hint={t('cases.personEmail.hint')} />
        <SelectField
          name="asks"
          label={t('cases.asks')}
          options={RIGHTS.map((value) => ({ value, label: t(`right.${value}`) }))}
        />
        <SelectField
          name="ofTenant"
          label={t('cases.ofTenant')}
          options={[
            { value: '', label: t('cases.ours') },
            ...businesses.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <SelectField
          name="channel"
          label={t('cases.channel')}
          options={channels.map((value) => ({ value, label: t(`cases.channel.${value}`) }))}
        />
        <DayField name="receivedOn" label={t('cases.receivedOn')} />
        <SelectField
          name="language"
          label={t('cases.language')}
          options={(['en', 'de'] as const).map((value) => ({ value, label: t(`cases.language.${value}`) }))}
        />
        <NoteField name="details" label={t('cases.details')} rows={4} />
      </FormGrid>
    </Form>
  );
}
