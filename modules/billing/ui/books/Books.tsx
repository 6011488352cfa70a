import type { Day } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Download } from '#platform/web-kit/files.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { batchFile, getBooks, journalFile, setBooks } from '../../books/contract.ts';
import { booksUiWords } from './words.ts';

/** What goes to the accountant: a period as files, and how they number the accounts. */
export default function Books() {
  const t = useWords(booksUiWords);
  const locale = useLocale();
  const today = useToday();
  const [from, setFrom] = useUrlState('from');
  const [until, setUntil] = useUrlState('until');
  const query = { from: (from || `${today.slice(0, 7)}-01`) as Day, until: (until || today) as Day };
  const read = useRead(getBooks, {});
  const day = (label: string, value: string, set: (day: string) => void) => (
    <label className="tn-field">
      <span className="tn-label">{label}</span>
      <input
        type="date"
        className="tn-input"
        value={value}
        max={today}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
  return (
    <Page>
      <PageHead
        sentence={t('books.sentence')}
        note={t('books.note')}
        back={{ href: '/money', label: t('books.money') }}
      />
      <Card title={t('books.period')}>
        <FormGrid>
          {day(t('books.from'), query.from, setFrom)}
          {day(t('books.until'), query.until, setUntil)}
        </FormGrid>
        <p>
          <Download
            route={journalFile}
            input={{ query }}
            label={t('books.journal')}
            name={`journal-${query.from}.csv`}
          />{' '}
          <Download
            route={batchFile}
            input={{ query }}
            label={t('books.batch')}
            name={`EXTF_${query.from}.csv`}
          />
        </p>
      </Card>
      <Card title={t('books.settings')}>
        <WhenRead read={read} rows={4}>
          {(books) => (
            <Form
              route={setBooks}
              draft="none"
              initial={{ ...books, numbers: books.accounts.map(({ own }) => ({ number: own })) }}
              // The fields fill in the numbers; which account each is of stands here.
              constant={{ numbers: books.accounts.map(({ account, own }) => ({ account, number: own })) }}
              onDone={() => toast({ title: t('books.saved') })}
            >
              <FormGrid>
                <SelectField
                  name="chart"
                  label={t('books.chart')}
                  options={(['SKR03', 'SKR04'] as const).map((value) => ({ value, label: value }))}
                />
                <NumberField name="adviser" label={t('books.adviser')} decimals={0} />
                <NumberField name="client" label={t('books.client')} decimals={0} />
                <NumberField name="accountDigits" label={t('books.digits')} decimals={0} />
                <NumberField name="yearStartsMonth" label={t('books.year')} decimals={0} />
              </FormGrid>
              <h3>{t('books.own')}</h3>
              <p className="tn-muted">{t('books.ownHint')}</p>
              <FormGrid>
                {books.accounts.map(({ account, name, number }, at) => (
                  <TextField
                    key={account}
                    name={`numbers.${at}.number`}
                    label={t('books.ownNumber', { name: name[locale], number })}
                  />
                ))}
              </FormGrid>
            </Form>
          )}
        </WhenRead>
      </Card>
    </Page>
  );
}
