import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, type Read } from '#platform/web-kit/data.ts';
import { NoteField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { addCanned, changeCanned, removeCanned, type TicketSettings } from '../tickets/settings-contract.ts';
import { ticketUiWords } from './ticket-words.ts';

/** Answers that are written once, in both languages. */
export function CannedAnswers({
  settings,
  read,
}: {
  readonly settings: TicketSettings;
  readonly read: Read<TicketSettings>;
}) {
  const t = useWords(ticketUiWords);
  const [changing, change] = useState<TicketSettings['canned'][number] | null>(null);
  const remove = useChange(removeCanned, { onDone: () => read.again() });
  const saved = (): void => {
    toast({ title: t('set.saved') });
    change(null);
    read.again();
  };
  const fields = (
    <>
      <TextField name="name" label={t('set.canned.name')} />
      <NoteField name="en" label={t('set.canned.en')} rows={5} wide />
      <NoteField name="de" label={t('set.canned.de')} rows={5} wide />
    </>
  );
  return (
    <Card title={t('set.canned')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('set.canned.note', { holes: settings.holes.join(', ') })}</p>
        <Lines
          label={t('set.canned')}
          read={read}
          rows={({ canned }) => canned}
          rowKey={({ id }) => id}
          empty={{ sentence: t('set.canned.none') }}
          columns={[
            { key: 'name', head: t('set.canned.name'), cell: ({ name }) => name, phone: 'title' },
            {
              key: 'do',
              head: '',
              phone: 'bare',
              cell: (canned) => (
                <span className="tn-row">
                  <Button
                    kind="quiet"
                    aria-label={t('set.canned.change.of', { name: canned.name })}
                    onClick={() => change(canned)}
                  >
                    {t('set.canned.change')}
                  </Button>
                  <Button
                    kind="quiet"
                    busy={remove.busy}
                    aria-label={t('set.canned.remove.of', { name: canned.name })}
                    onClick={() => void remove.send({ params: { cannedAnswerId: canned.id as Id } })}
                  >
                    {t('set.canned.remove')}
                  </Button>
                </span>
              ),
            },
          ]}
        />
        {changing ? (
          <Form
            key={changing.id}
            route={changeCanned}
            params={{ cannedAnswerId: changing.id as Id }}
            initial={changing}
            draft="none"
            onDone={saved}
            onCancel={() => change(null)}
          >
            {fields}
          </Form>
        ) : (
          <Form key="new" route={addCanned} draft="none" submit={t('set.canned.add')} onDone={saved}>
            {fields}
          </Form>
        )}
      </div>
    </Card>
  );
}
