import { useState } from 'react';
import { DATA_CATEGORIES } from '#domain/kernel/personal.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { ChecksField } from '#modules/policy/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField, NoteField, NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { enterBreach, listBreaches, takeBreachStep, type BreachView } from '../../contract.ts';
import { privacyUiWords } from '../words.ts';

type Asked = 'enter' | { readonly of: BreachView; readonly step: BreachView['may'][number] };

/** Every breach with its hours, what was decided, and who was told. */
export default function Breaches() {
  const t = useWords(privacyUiWords);
  const format = useFormat();
  const locale = useLocale();
  const read = useRead(listBreaches, {}, { live: ['breach.'] });
  const [asked, setAsked] = useState<Asked | null>(null);
  const all = read.data?.breaches ?? [];
  const done = (title: string): void => {
    toast({ title });
    read.again();
    setAsked(null);
  };
  const kinds = (of: BreachView): string =>
    of.categories.map((one) => CATEGORY_TEXTS[one].name[locale]).join(', ');
  const counts = {
    late: all.filter(({ overdue }) => overdue).length,
    open: all.filter(({ state, businessesWait }) => state !== 'done' || businessesWait).length,
  };
  return (
    <Page>
      <PageHead
        sentence={t('breaches.sentence', counts)}
        note={t('breaches.note')}
        action={
          <Button kind="primary" onClick={() => setAsked('enter')}>
            {t('breaches.enter')}
          </Button>
        }
      />
      <Card flush>
        <Lines
          label={t('breaches.title')}
          read={read}
          rows={({ breaches }) => breaches}
          rowKey={(one) => one.id}
          empty={{ sentence: t('breaches.none') }}
          columns={[
            {
              key: 'what',
              head: t('breaches.what'),
              phone: 'title',
              cell: (one) => `${one.number}. ${format.instant(one.awareAt)}: ${one.what}`,
            },
            {
              key: 'whom',
              head: t('breaches.whom'),
              cell: (one) =>
                [
                  t('breaches.numbers', { people: one.people, records: one.records, kinds: kinds(one) }),
                  one.businesses.length > 0 && t('breaches.of', { names: one.businesses.join(', ') }),
                ]
                  .filter(Boolean)
                  .join('; '),
            },
            {
              key: 'by',
              head: t('breaches.by'),
              cell: (one) =>
                [
                  format.instant(one.authorityBy),
                  one.businessesWait && t('breaches.businessesBy', { at: format.instant(one.businessesBy) }),
                ]
                  .filter(Boolean)
                  .join('; '),
            },
            {
              key: 'state',
              head: t('breaches.state'),
              cell: (one) => (
                <>
                  <StateTag tone={one.state === 'done' ? 'done' : 'warn'}>
                    {one.overdue ? t('cases.late') : t(`breaches.state.${one.state}`)}
                  </StateTag>
                  {one.steps.map((step, at) => (
                    <p className="tn-small tn-muted" key={at}>
                      {t('history', {
                        what: t(`breach.${step.kind}`),
                        who: step.who,
                        at: format.instant(step.happenedAt),
                        note: step.words && `: ${step.words}`,
                      })}
                    </p>
                  ))}
                </>
              ),
            },
            {
              key: 'act',
              head: t('breaches.acts'),
              cell: (one) => (
                <div className="tn-row">
                  {one.may.map((step) => (
                    <Button key={step} onClick={() => setAsked({ of: one, step })}>
                      {t(`breach.${step}`)}
                    </Button>
                  ))}
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
          title={asked === 'enter' ? t('breaches.enter') : t(`breach.${asked.step}`)}
          width={48}
        >
          {asked === 'enter' ? (
            <Enter businesses={read.data?.businesses ?? []} onDone={() => done(t('breaches.entered'))} />
          ) : (
            <Form
              route={takeBreachStep}
              params={{ breachId: asked.of.id }}
              constant={{ kind: asked.step }}
              initial={{ note: '', time: '' }}
              draft="none"
              submit={t(`breach.${asked.step}`)}
              onDone={() => done(t('cases.done'))}
            >
              <FormGrid>
                <DayField name="happenedOn" label={t('breaches.happenedOn')} />
                <TextField name="time" label={t('breaches.time')} />
                <NoteField name="note" label={t('breaches.words')} rows={4} />
              </FormGrid>
            </Form>
          )}
        </Dialog>
      )}
    </Page>
  );
}

interface EnterProps {
  readonly businesses: readonly { readonly id: string; readonly name: string }[];
  readonly onDone: () => void;
}

function Enter({ businesses, onDone }: EnterProps) {
  const t = useWords(privacyUiWords);
  const locale = useLocale();
  const kinds = DATA_CATEGORIES.map((value) => ({ value, label: CATEGORY_TEXTS[value].name[locale] }));
  return (
    <Form
      route={enterBreach}
      initial={{ time: '', what: '', effects: '', measures: '', categories: [], ofTenants: [] }}
      submit={t('breaches.enter')}
      onDone={onDone}
    >
      <FormGrid>
        <DayField name="awareOn" label={t('breaches.awareOn')} />
        <TextField name="time" label={t('breaches.time')} />
        <NoteField name="what" label={t('breaches.what')} rows={3} />
        <ChecksField name="categories" label={t('breaches.categories')} options={kinds} />
        <NumberField name="people" label={t('breaches.people')} decimals={0} />
        <NumberField name="records" label={t('breaches.records')} decimals={0} />
        <NoteField name="effects" label={t('breaches.effects')} rows={2} />
        <NoteField name="measures" label={t('breaches.measures')} rows={2} />
        <ChecksField
          name="ofTenants"
          label={t('breaches.ofTenants')}
          options={businesses.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FormGrid>
    </Form>
  );
}
