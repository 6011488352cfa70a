import { useState } from 'react';
import { LinesField } from '#modules/policy/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { dropOutside, listOutside, saveOutside } from '../../outside/contract.ts';
import { outsideUiWords } from '../outside-words.ts';

/** Sites of the operator that are served elsewhere, with what the last look at each found. */
export default function OutsideSites() {
  const t = useWords(outsideUiWords);
  const format = useFormat();
  const read = useRead(listOutside, {});
  const [asked, setAsked] = useState(false);
  const sites = read.data?.sites ?? [];
  const faulty = sites.filter(({ faults }) => faults.length > 0).length;
  const done = (title: string): void => {
    toast({ title });
    read.again();
    setAsked(false);
  };
  return (
    <Page>
      <PageHead
        sentence={t('outside.sentence', { faulty })}
        note={t('outside.note')}
        action={
          <Button kind="primary" onClick={() => setAsked(true)}>
            {t('outside.add')}
          </Button>
        }
      />
      <Card flush>
        <Lines
          label={t('outside.title')}
          read={pick(read, (all) => all.sites)}
          rows={(all) => all}
          rowKey={(one) => one.id}
          empty={{ sentence: t('outside.none') }}
          columns={[
            { key: 'address', head: t('outside.address'), phone: 'title', cell: (one) => one.address },
            {
              key: 'cookies',
              head: t('outside.cookies'),
              cell: (one) => one.essentialCookies.join(', ') || t('outside.cookies.none'),
            },
            {
              key: 'looked',
              head: t('outside.looked'),
              cell: (one) => (one.lookedAt === null ? t('outside.looked.not') : format.instant(one.lookedAt)),
            },
            {
              key: 'state',
              head: t('outside.state'),
              cell: (one) =>
                one.faults.length === 0 ? (
                  <StateTag tone={one.lookedAt === null ? 'waiting' : 'done'}>
                    {t(one.lookedAt === null ? 'outside.waiting' : 'outside.well')}
                  </StateTag>
                ) : (
                  <ul>
                    {one.faults.map(({ code, found }) => (
                      <li key={`${code} ${found}`}>
                        <StateTag tone="warn">{t(`outside.fault.${code}`, { found })}</StateTag>
                      </li>
                    ))}
                  </ul>
                ),
            },
            {
              key: 'act',
              head: t('outside.acts'),
              cell: (one) => <Drop id={one.id} onDone={() => done(t('outside.dropped'))} />,
            },
          ]}
        />
      </Card>
      {read.data && (
        <Card title={t('outside.footer')}>
          <p className="tn-muted">{t('outside.footer.note')}</p>
          <p>
            <code>{read.data.footer}</code>
          </p>
        </Card>
      )}
      {asked && (
        <Dialog open onClose={() => setAsked(false)} title={t('outside.add')} width={40}>
          <Form
            route={saveOutside}
            initial={{ address: '', essentialCookies: [] }}
            draft="none"
            submit={t('outside.save')}
            onDone={() => done(t('outside.saved'))}
          >
            <FormGrid>
              <TextField name="address" label={t('outside.address')} hint={t('outside.address.hint')} />
              <LinesField
                name="essentialCookies"
                label={t('outside.cookies')}
                hint={t('outside.cookies.hint')}
              />
            </FormGrid>
          </Form>
        </Dialog>
      )}
    </Page>
  );
}

function Drop({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const t = useWords(outsideUiWords);
  const drop = useChange(dropOutside, { onDone });
  return (
    <Button kind="quiet" busy={drop.busy} onClick={() => void drop.send({ params: { outsideSiteId: id } })}>
      {t('outside.drop')}
    </Button>
  );
}
