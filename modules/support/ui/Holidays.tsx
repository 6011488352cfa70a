import type { Day } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { DayField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { addHoliday, listHolidays, removeHoliday } from '../contract.ts';
import { supportUiWords } from './words.ts';

/** Days on which nobody answers: they are no working days for the time in which a question is answered. */
export function Holidays() {
  const t = useWords(supportUiWords);
  const f = useFormat();
  const read = useRead(listHolidays);
  const remove = useChange(removeHoliday);
  return (
    <Card title={t('holidays.title')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('holidays.note')}</p>
        <Lines
          label={t('holidays.title')}
          read={read}
          rows={({ days }) => days}
          rowKey={({ day }) => day}
          empty={{ sentence: t('holidays.none') }}
          columns={[
            { key: 'day', head: t('holidays.day'), cell: ({ day }) => f.day(day as Day), phone: 'title' },
            { key: 'name', head: t('holidays.name'), cell: ({ name }) => name },
            {
              key: 'remove',
              head: '',
              cell: ({ day, name }) => (
                <Button
                  kind="quiet"
                  busy={remove.busy}
                  aria-label={t('holidays.remove.of', { name })}
                  onClick={() => void remove.send({ params: { day: day as Day } })}
                >
                  {t('holidays.remove')}
                </Button>
              ),
              phone: 'bare' as const,
            },
          ]}
        />
        <Form route={addHoliday} draft="none" submit={t('holidays.add')}>
          <DayField name="day" label={t('holidays.day')} />
          <TextField name="name" label={t('holidays.name')} />
        </Form>
      </div>
    </Card>
  );
}
