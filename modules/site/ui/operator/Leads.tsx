import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { closeLead, listLeads, quoteLead, type LeadView } from '../../contract.ts';
import { siteUiWords } from '../words.ts';

const TONES = { new: 'warn', quoted: 'done', closed: 'idle' } as const;

/** Who wrote through the site, and what became of it. */
export default function Leads() {
  const t = useWords(siteUiWords);
  const format = useFormat();
  const read = useRead(listLeads, {}, { live: ['lead.'] });
  const open = (read.data?.leads ?? []).filter(({ state }) => state === 'new').length;
  return (
    <Page>
      <PageHead sentence={t('leads.sentence', { open })} note={t('leads.note')} />
      <Card flush>
        <Lines
          label={t('leads.title')}
          read={read}
          rows={({ leads }) => leads}
          rowKey={(lead) => lead.id}
          empty={{ sentence: t('leads.none') }}
          columns={[
            {
              key: 'who',
              head: t('leads.who'),
              phone: 'title',
              cell: (lead) => (
                <>
                  {`${lead.number}. ${[lead.name, lead.company].filter(Boolean).join(', ')}`}
                  <br />
                  <a href={`mailto:${lead.email}`}>{lead.email}</a>
                </>
              ),
            },
            {
              key: 'message',
              head: t('leads.message'),
              cell: (lead) =>
                lead.about ? `${t('leads.about', { plan: lead.about })}. ${lead.message}` : lead.message,
            },
            { key: 'at', head: t('leads.at'), cell: (lead) => format.instant(lead.receivedAt) },
            {
              key: 'state',
              head: t('leads.state'),
              cell: (lead) => (
                <StateTag tone={TONES[lead.state]}>
                  {t(`leads.state.${lead.state}`, { who: lead.decidedName ?? '' })}
                </StateTag>
              ),
            },
            {
              key: 'act',
              head: t('leads.acts'),
              cell: (lead) => (lead.state === 'new' ? <Acts of={lead} again={() => read.again()} /> : null),
            },
          ]}
        />
      </Card>
    </Page>
  );
}

function Acts({ of, again }: { readonly of: LeadView; readonly again: () => void }) {
  const t = useWords(siteUiWords);
  const params = { leadId: of.id };
  const told = (title: string) => (): void => {
    toast({ title });
    again();
  };
  const quote = useChange(quoteLead, { onDone: told(t('leads.quoted', { who: of.company || of.name })) });
  const close = useChange(closeLead, { onDone: told(t('leads.closed')) });
  return (
    <div className="tn-row">
      <Button busy={quote.busy} onClick={() => void quote.send({ params })}>
        {t('leads.quote')}
      </Button>
      <Button kind="quiet" busy={close.busy} onClick={() => void close.send({ params })}>
        {t('leads.close')}
      </Button>
    </div>
  );
}
