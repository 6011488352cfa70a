import { useState } from 'react';
import type { ResponseOf } from '#platform/http/contract.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { decideInsidePlace, listInsidePlaces } from '../../recipients/contract.ts';
import { ownServerWords } from '../own-server-words.ts';

type Place = ResponseOf<typeof listInsidePlaces>['places'][number];
interface Asked {
  readonly place: Place;
  readonly admit: boolean;
}

/** Addresses of this installation's own network that companies ask to be reached. */
export default function InsidePlaces() {
  const t = useWords(ownServerWords);
  const format = useFormat();
  const read = useRead(listInsidePlaces);
  const [asked, setAsked] = useState<Asked | null>(null);
  const waiting = read.data?.places.filter(({ admitted }) => admitted === null).length ?? 0;
  return (
    <Page>
      <PageHead sentence={t('inside.sentence', { waiting })} note={t('inside.note')} />
      <Card flush>
        <Lines
          label={t('inside.title')}
          read={read}
          rows={({ places }) => places}
          rowKey={(place) => place.id}
          empty={{ sentence: t('inside.none') }}
          columns={[
            {
              key: 'what',
              head: t('ownServers.label'),
              phone: 'title',
              cell: (place) => `${place.company}: ${place.label}`,
            },
            { key: 'place', head: t('ownServers.place'), cell: ({ host, port }) => `${host}:${port}` },
            {
              key: 'asked',
              head: t('inside.asked'),
              cell: (place) => `${place.askedName}, ${format.instant(place.askedAt)}`,
            },
            {
              key: 'state',
              head: t('ownServers.state'),
              cell: ({ admitted, decidedName }) =>
                admitted === null ? (
                  <StateTag tone="warn">{t('inside.waits')}</StateTag>
                ) : (
                  <StateTag tone={admitted ? 'done' : 'idle'}>
                    {t(admitted ? 'inside.admitted' : 'inside.refused', { by: decidedName ?? '' })}
                  </StateTag>
                ),
            },
            {
              key: 'act',
              head: t('ownServers.acts'),
              cell: (place) => (
                <span className="tn-row">
                  {place.admitted !== true && (
                    <Button onClick={() => setAsked({ place, admit: true })}>{t('inside.admit')}</Button>
                  )}
                  {place.admitted !== false && (
                    <Button onClick={() => setAsked({ place, admit: false })}>{t('inside.refuse')}</Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Card>
      {asked && (
        <Dialog open onClose={() => setAsked(null)} title={t(asked.admit ? 'inside.admit' : 'inside.refuse')}>
          <div className="tn-flow">
            <p>
              {t(asked.admit ? 'inside.admit.ask' : 'inside.refuse.ask', {
                company: asked.place.company,
                place: `${asked.place.host}:${asked.place.port}`,
              })}
            </p>
            <Form
              route={decideInsidePlace}
              params={{ insidePlaceId: asked.place.id }}
              constant={{ admit: asked.admit }}
              submit={t(asked.admit ? 'inside.admit' : 'inside.refuse')}
              onDone={() => {
                toast({ title: t('ownServers.saved') });
                read.again();
                setAsked(null);
              }}
            >
              <TextField name="reason" label={t('inside.reason')} />
            </Form>
          </div>
        </Dialog>
      )}
    </Page>
  );
}
