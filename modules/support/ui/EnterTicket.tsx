import { NoteField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { LOCALES } from '#platform/words/words.ts';
import { enterTicket } from '../tickets/contract.ts';
import { DESKS, PRIORITIES } from '../tickets/rules.ts';
import { ticketUiWords } from './ticket-words.ts';

/** What somebody asked by telephone or across the counter. */
export function EnterTicket({ base }: { readonly base: string }) {
  const t = useWords(ticketUiWords);
  const go = useGo();
  return (
    <Page>
      <PageHead sentence={t('enter.title')} back={{ href: `${base}/tickets`, label: t('tickets.title') }} />
      <Card>
        <Form
          route={enterTicket}
          initial={{ desk: 'support', priority: 'normal', locale: 'en' }}
          submit={t('enter.save')}
          onDone={(ticket) => go(`${base}/tickets/${ticket.id}`)}
        >
          <FormGrid>
            <TextField name="contactName" label={t('enter.name')} />
            <TextField name="contactEmail" type="email" label={t('enter.email')} />
            <SelectField
              name="desk"
              label={t('tickets.desk')}
              options={DESKS.map((desk) => ({ value: desk, label: t(`tickets.desk.${desk}`) }))}
            />
            <SelectField
              name="priority"
              label={t('tickets.priority')}
              options={PRIORITIES.map((one) => ({ value: one, label: t(`tickets.priority.${one}`) }))}
            />
            <SelectField
              name="locale"
              label={t('enter.locale')}
              options={LOCALES.map((one) => ({ value: one, label: t(`set.canned.${one}`) }))}
            />
          </FormGrid>
          <TextField name="subject" label={t('tickets.subject')} wide />
          <NoteField name="text" label={t('enter.text')} rows={6} wide />
        </Form>
      </Card>
    </Page>
  );
}
