import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { MoneyField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { ButtonLink, Card, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import { createCentre, getWorkshop, listMaterials, may, SET_UP_PER, updateCentre } from '../../contract.ts';
import { ChoiceCell, NumberCell, TextCell } from '../editor/Cell.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import { Constants } from './Constants.tsx';
import { readWeek, weekTexts } from './hours.ts';
import { workshopWords } from './words.ts';
import '../editor/editor.css';

type Centre = ResponseOf<typeof listMaterials>['centres'][number];

/** Where things are made: work centres with machines, people, rates and shifts; the saw's constants; days nobody works. */
export default function WorkshopPage() {
  const t = useWords(workshopWords);
  const mayWrite = useMay(may.write);
  const materials = useRead(listMaterials, {}, { live: ['centre.'] });
  const workshop = useRead(getWorkshop, {}, { live: ['workshop.'] });
  return (
    <Page>
      <PageHead
        sentence={t('workshop.sentence')}
        note={t('workshop.note')}
        back={{ href: '/products', label: t('workshop.products') }}
        more={<ButtonLink href="/schedule">{t('workshop.schedule')}</ButtonLink>}
      />
      <WhenRead read={materials}>
        {({ centres }) => (
          <>
            {centres.map((centre) => (
              <Card key={centre.code} title={`${centre.name} · ${centre.code}`}>
                {mayWrite ? <CentreEditor centre={centre} /> : <CentreFacts centre={centre} />}
              </Card>
            ))}
          </>
        )}
      </WhenRead>
      {mayWrite && (
        <Card title={t('workshop.add')}>
          <NewCentre />
        </Card>
      )}
      <WhenRead read={workshop}>
        {(constants) => (
          <Constants key={JSON.stringify(constants)} constants={constants} mayWrite={mayWrite} />
        )}
      </WhenRead>
    </Page>
  );
}

function useDays(): (day: number) => string {
  const t = useWords(workshopWords);
  return (day) => t(`workshop.day.${day as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);
}

function CentreFacts({ centre }: { readonly centre: Centre }) {
  const t = useWords(workshopWords);
  const f = useFormat();
  const dayName = useDays();
  const facts: { label: string; value: ReactNode }[] = [
    { label: t('workshop.people'), value: f.count(centre.people) },
    { label: t('workshop.machines'), value: f.count(centre.machines) },
    { label: t('workshop.rate'), value: f.money(centre.ratePerHour) },
    ...weekTexts(centre.weekly).map((text, day) => ({ label: dayName(day), value: text })),
  ];
  return <Facts facts={facts} />;
}

function CentreEditor({ centre }: { readonly centre: Centre }) {
  const t = useWords(workshopWords);
  const f = useFormat();
  const dayName = useDays();
  const [draft, setDraft] = useState(centre);
  const [rate, setRate] = useState(f.number(Number(centre.ratePerHour), 2));
  const [week, setWeek] = useState(() => weekTexts(centre.weekly));
  const [unread, setUnread] = useState<readonly number[]>([]);
  const save = useChange(updateCentre, {
    problems: 'silent',
    onDone: () => toast({ title: t('workshop.saved', { name: draft.name }) }),
  });
  const faultOf = (field: string): string | undefined =>
    save.problem?.errors?.find((error) => error.field === field)?.title;
  const send = (): void => {
    const read = readWeek(week);
    setUnread(read.ok ? [] : read.days);
    if (!read.ok) return;
    const { name, people, machines, setUpMinutes, setUpPer, runSeconds } = draft;
    void save.send({
      params: { code: centre.code },
      body: {
        name,
        people,
        machines,
        ratePerHour: f.parseDecimal(rate, 4) ?? rate,
        setUpMinutes,
        setUpPer: setUpPer as (typeof SET_UP_PER)[number],
        runSeconds,
        weekly: read.weekly,
      },
    });
  };
  return (
    <div className="tn-flow">
      <div className="pe-cells">
        <TextCell
          label={t('workshop.name')}
          value={draft.name}
          fault={faultOf('name')}
          onChange={(name) => setDraft({ ...draft, name })}
        />
        {(['people', 'machines', 'setUpMinutes'] as const).map((key) => (
          <NumberCell
            key={key}
            label={t(`workshop.${key}`)}
            value={draft[key]}
            fault={faultOf(key)}
            onChange={(value) => setDraft({ ...draft, [key]: value })}
          />
        ))}
        <ChoiceCell
          label={t('workshop.setUpPer')}
          value={draft.setUpPer}
          options={SET_UP_PER.map((value) => ({ value, label: t(`workshop.setUpPer.${value}`) }))}
          onChange={(setUpPer) => setDraft({ ...draft, setUpPer })}
        />
        {draft.runSeconds !== null && (
          <NumberCell
            label={t('workshop.runSeconds')}
            unit="s"
            value={draft.runSeconds}
            fault={faultOf('runSeconds')}
            onChange={(runSeconds) => setDraft({ ...draft, runSeconds })}
          />
        )}
        <TextCell
          label={`${t('workshop.rate')}, ${f.currency}`}
          value={rate}
          fault={faultOf('ratePerHour')}
          onChange={setRate}
        />
      </div>
      <p className="tn-muted">{t('workshop.shifts')}</p>
      <div className="pe-cells pe-week">
        {week.map((text, day) => (
          <TextCell
            key={day}
            label={dayName(day)}
            value={text}
            fault={unread.includes(day) ? t('workshop.shifts.unread') : undefined}
            onChange={(next) => setWeek(week.map((each, i) => (i === day ? next : each)))}
          />
        ))}
      </div>
      <ProblemNotice problem={save.problem} />
      <div>
        <Button busy={save.busy} onClick={send}>
          {t('workshop.save')}
          <span className="tn-hidden"> {centre.name}</span>
        </Button>
      </div>
    </div>
  );
}

const KINDS = ['saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery'] as const;

/** A new centre begins with the hours of one shift; they are changed as those of the others. */
function NewCentre() {
  const t = useWords(workshopWords);
  return (
    <Form
      route={createCentre}
      submit={t('workshop.add')}
      draft="none"
      initial={{ kind: 'assembly', people: 1, machines: 1, setUpMinutes: 0 }}
      onDone={() => toast({ title: t('workshop.added') })}
    >
      <FormGrid>
        <TextField name="code" label={t('workshop.code')} />
        <TextField name="name" label={t('workshop.name')} />
        <SelectField
          name="kind"
          label={t('workshop.kind')}
          options={KINDS.map((kind) => ({ value: kind, label: t(`workshop.kind.${kind}`) }))}
        />
        <NumberField name="people" label={t('workshop.people')} decimals={0} />
        <NumberField name="machines" label={t('workshop.machines')} decimals={0} />
        <NumberField name="setUpMinutes" label={t('workshop.setUpMinutes')} decimals={0} />
        <MoneyField name="ratePerHour" label={t('workshop.rate')} />
      </FormGrid>
    </Form>
  );
}
