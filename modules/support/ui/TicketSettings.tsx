import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead, type Read } from '#platform/web-kit/data.ts';
import { NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { DESKS, PRIORITIES, type Desk } from '../tickets/rules.ts';
import {
  getTicketSettings,
  giveDesks,
  putHours,
  putLevel,
  type TicketSettings,
} from '../tickets/settings-contract.ts';
import { CannedAnswers } from './CannedAnswers.tsx';
import { ticketUiWords } from './ticket-words.ts';

interface Shown {
  readonly settings: TicketSettings;
  readonly read: Read<TicketSettings>;
}

/** Hours, promised times, written answers, and who sees which kind of request. */
export function TicketSettingsPage({ base }: { readonly base: string }) {
  const t = useWords(ticketUiWords);
  const read = useRead(getTicketSettings);
  return (
    <Page>
      <PageHead sentence={t('set.title')} back={{ href: `${base}/tickets`, label: t('tickets.title') }} />
      <WhenRead read={read}>
        {(settings) => (
          <>
            <Levels settings={settings} read={read} />
            <CannedAnswers settings={settings} read={read} />
            <People settings={settings} read={read} />
            <Card title={t('set.ask')}>
              <a href={settings.askPath}>{settings.askPath}</a>
            </Card>
          </>
        )}
      </WhenRead>
    </Page>
  );
}

function Levels({ settings, read }: Shown) {
  const t = useWords(ticketUiWords);
  const saved = (): void => {
    toast({ title: t('set.saved') });
    read.again();
  };
  return (
    <>
      <Card title={t('set.hours')}>
        <div className="tn-flow">
          <p className="tn-muted">{t('set.hours.note')}</p>
          <Form route={putHours} initial={settings.hours} draft="none" onDone={saved}>
            <FormGrid>
              <TextField name="opens" label={t('set.opens')} />
              <TextField name="closes" label={t('set.closes')} />
            </FormGrid>
          </Form>
        </div>
      </Card>
      <Card title={t('set.levels')}>
        <div className="tn-flow">
          <p className="tn-muted">{t('set.levels.note')}</p>
          <Lines
            label={t('set.levels')}
            read={read}
            rows={({ levels }) => levels}
            rowKey={({ plan, priority }) => `${plan} ${priority}`}
            empty={{ sentence: t('set.levels') }}
            columns={[
              {
                key: 'plan',
                head: t('set.plan'),
                cell: ({ plan }) => plan || t('set.everybody'),
                phone: 'title',
              },
              {
                key: 'priority',
                head: t('tickets.priority'),
                cell: ({ priority }) => t(`tickets.priority.${priority}`),
                phone: 'side',
              },
              { key: 'first', head: t('set.first'), cell: (level) => level.firstMinutes, align: 'end' },
              {
                key: 'solution',
                head: t('set.solution'),
                cell: (level) => level.solutionMinutes,
                align: 'end',
              },
            ]}
          />
          <Form
            route={putLevel}
            initial={{ plan: '', priority: 'normal', firstMinutes: 480, solutionMinutes: 2400 }}
            draft="none"
            submit={t('set.promise')}
            onDone={saved}
          >
            <FormGrid>
              <TextField name="plan" label={t('set.plan')} hint={t('set.plan.hint')} />
              <SelectField
                name="priority"
                label={t('tickets.priority')}
                options={PRIORITIES.map((one) => ({ value: one, label: t(`tickets.priority.${one}`) }))}
              />
              <NumberField name="firstMinutes" label={t('set.first')} decimals={0} />
              <NumberField name="solutionMinutes" label={t('set.solution')} decimals={0} />
            </FormGrid>
          </Form>
        </div>
      </Card>
    </>
  );
}

/** One row a person, one button a kind. */
function People({ settings, read }: Shown) {
  const t = useWords(ticketUiWords);
  const give = useChange(giveDesks, { onDone: () => read.again() });
  const toggle = (loginId: string, desks: readonly Desk[], desk: Desk): void =>
    void give.send({
      params: { loginId: loginId as Id },
      body: { desks: desks.includes(desk) ? desks.filter((one) => one !== desk) : [...desks, desk] },
    });
  return (
    <Card title={t('set.people')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('set.people.note')}</p>
        <Lines
          label={t('set.people')}
          read={read}
          rows={({ people }) => people}
          rowKey={({ loginId }) => loginId}
          empty={{ sentence: t('set.people') }}
          columns={[
            { key: 'who', head: t('set.person'), cell: ({ email }) => email, phone: 'title' },
            {
              key: 'desks',
              head: t('tickets.desk'),
              phone: 'bare',
              cell: ({ loginId, email, desks }) => (
                <span className="tn-row" style={{ flexWrap: 'wrap' }} role="group" aria-label={email}>
                  {DESKS.map((desk) => (
                    <Button
                      key={desk}
                      aria-pressed={desks.includes(desk)}
                      busy={give.busy || !settings.own.includes(desk)}
                      onClick={() => toggle(loginId, desks, desk)}
                    >
                      {t(`tickets.desk.${desk}`)}
                    </Button>
                  ))}
                </span>
              ),
            },
          ]}
        />
      </div>
    </Card>
  );
}
