import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { Bar } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { dropTool, listReleases, setTool, type ReleasesView } from '../../release/contract.ts';
import { releaseUiWords } from '../release-words.ts';

/** Numbers without names: every release, what each year has spent of its privacy budget, and who gets them. */
export default function Releases() {
  const t = useWords(releaseUiWords);
  const format = useFormat();
  const locale = useLocale();
  const read = useRead(listReleases, {});
  const [asked, setAsked] = useState(false);
  const view = read.data;
  const done = (title: string): void => {
    toast({ title });
    read.again();
    setAsked(false);
  };
  return (
    <Page>
      <PageHead
        sentence={t('releases.sentence', { count: view?.releases.length ?? 0 })}
        note={
          view
            ? t('releases.running', { ...view.running, until: format.day(view.running.until) })
            : t('releases.note')
        }
        action={
          <Button kind="primary" onClick={() => setAsked(true)}>
            {t('releases.tool.set')}
          </Button>
        }
      />
      <Card flush title={t('releases.released')}>
        <Lines
          label={t('releases.released')}
          read={pick(read, ({ releases }) => releases)}
          rows={(releases) => releases}
          rowKey={(one) => one.period}
          empty={{ sentence: t('releases.none') }}
          columns={[
            { key: 'period', head: t('releases.period'), phone: 'title', cell: (one) => one.period },
            ...(view?.metrics ?? []).map(({ name, did }) => ({
              key: name,
              head: did[locale],
              cell: (one: ReleasesView['releases'][number]) => {
                const found = one.numbers.find(({ metric }) => metric === name);
                if (!found) return '–';
                return found.businesses === null
                  ? t('releases.below', { floor: one.floor })
                  : format.count(found.businesses);
              },
            })),
            {
              key: 'sent',
              head: t('releases.sent'),
              cell: (one) =>
                one.sentAt === null
                  ? t('releases.sent.not')
                  : t('releases.sent.to', { at: format.instant(one.sentAt), to: one.sentTo ?? '' }),
            },
          ]}
        />
      </Card>
      {view && (
        <Columns>
          <Card title={t('releases.ledger')}>
            <div className="tn-flow">
              {view.ledger.map(({ year, spent, most }) => (
                <div key={year}>
                  <p>{t('releases.spent', { year: String(year), spent, most })}</p>
                  <Bar
                    share={Number(spent) / Number(most)}
                    label={t('releases.spent', { year: String(year), spent, most })}
                    tone={Number(spent) >= Number(most) ? 'trouble' : 'work'}
                  />
                </div>
              ))}
              <p className="tn-small tn-muted">
                {t('releases.cost', { epsilon: view.epsilon, count: view.metrics.length, floor: view.floor })}
              </p>
              {view.refused && <p role="status">{t(`releases.refused.${view.refused}`)}</p>}
            </div>
          </Card>
          <Card title={t('releases.tool')}>
            {view.tool ? (
              <div className="tn-flow">
                <Facts
                  facts={[
                    { label: t('releases.tool.processor'), value: view.tool.processorId },
                    { label: t('releases.tool.url'), value: view.tool.url },
                    {
                      label: t('releases.tool.key'),
                      value: t('releases.tool.hasKey', { has: String(view.tool.hasKey) }),
                    },
                    { label: t('releases.tool.by'), value: view.tool.changedName },
                  ]}
                />
                <Drop onDone={() => done(t('releases.tool.dropped'))} />
              </div>
            ) : (
              <p className="tn-muted">{t('releases.tool.none')}</p>
            )}
          </Card>
        </Columns>
      )}
      {asked && view && (
        <Dialog open onClose={() => setAsked(false)} title={t('releases.tool.set')} width={40}>
          <Tool of={view} onDone={() => done(t('releases.tool.saved'))} />
        </Dialog>
      )}
    </Page>
  );
}

function Tool({ of, onDone }: { readonly of: ReleasesView; readonly onDone: () => void }) {
  const t = useWords(releaseUiWords);
  const first = of.tool?.processorId ?? of.processors[0]?.id ?? '';
  if (of.processors.length === 0)
    return (
      <p>
        {t('releases.tool.register')} <a href="/operator/processors">{t('releases.tool.register.link')}</a>
      </p>
    );
  return (
    <Form
      route={setTool}
      initial={{ processorId: first, url: of.tool?.url ?? '', key: undefined }}
      draft="none"
      submit={t('releases.tool.save')}
      onDone={onDone}
    >
      <FormGrid>
        <SelectField
          name="processorId"
          label={t('releases.tool.processor')}
          options={of.processors.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField name="url" label={t('releases.tool.url')} hint={t('releases.tool.url.hint')} />
        <TextField
          name="key"
          type="password"
          label={t('releases.tool.key')}
          hint={t('releases.tool.key.hint')}
        />
      </FormGrid>
    </Form>
  );
}

function Drop({ onDone }: { readonly onDone: () => void }) {
  const t = useWords(releaseUiWords);
  const drop = useChange(dropTool, { onDone });
  return (
    <Button busy={drop.busy} onClick={() => void drop.send({})}>
      {t('releases.tool.drop')}
    </Button>
  );
}
