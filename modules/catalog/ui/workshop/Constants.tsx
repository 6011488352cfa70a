import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Card, Facts } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import { updateWorkshop, type getWorkshop } from '../../contract.ts';
import { DayCell, NumberCell, TextCell } from '../editor/Cell.tsx';
import { ItemList } from '../editor/Items.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import { workshopWords } from './words.ts';

type Workshop = ResponseOf<typeof getWorkshop>;

const LENGTHS = ['kerf', 'trim', 'preMill', 'edgeOverLength', 'offcutLength', 'offcutWidth'] as const;
const SHARES = ['yieldPercent', 'offcutValuePercent'] as const;

/** What every cut reckons with, and the days on which nobody works. */
export function Constants({
  constants,
  mayWrite,
}: {
  readonly constants: Workshop;
  readonly mayWrite: boolean;
}) {
  const t = useWords(workshopWords);
  const f = useFormat();
  const today = useToday();
  const [draft, setDraft] = useState(constants);
  const save = useChange(updateWorkshop, {
    problems: 'silent',
    onDone: () => toast({ title: t('workshop.constants.saved') }),
  });
  const faultOf = (field: string): string | undefined =>
    save.problem?.errors?.find((error) => error.field === field)?.title;
  if (!mayWrite)
    return (
      <Card title={t('workshop.constants')}>
        <Facts
          facts={[
            ...LENGTHS.map((key) => ({
              label: t(`workshop.${key}`),
              value: `${f.number(constants[key])} mm`,
            })),
            ...constants.closedDays.map(({ day, reason }) => ({ label: day, value: reason })),
          ]}
        />
      </Card>
    );
  return (
    <>
      <Card title={t('workshop.constants')}>
        <div className="pe-cells">
          {LENGTHS.map((key) => (
            <NumberCell
              key={key}
              label={t(`workshop.${key}`)}
              unit="mm"
              value={draft[key]}
              fault={faultOf(key)}
              onChange={(value) => setDraft({ ...draft, [key]: value })}
            />
          ))}
          <NumberCell
            label={t('workshop.bookHeight')}
            unit="mm"
            value={draft.bookHeight ?? 0}
            fault={faultOf('bookHeight')}
            onChange={(value) => setDraft({ ...draft, bookHeight: value === 0 ? null : value })}
          />
          {SHARES.map((key) => (
            <NumberCell
              key={key}
              label={t(`workshop.${key}`)}
              unit="%"
              value={draft[key]}
              fault={faultOf(key)}
              onChange={(value) => setDraft({ ...draft, [key]: value })}
            />
          ))}
        </div>
      </Card>
      <Card title={t('workshop.closed')}>
        <div className="tn-flow">
          <ItemList
            title={t('workshop.closed')}
            note={t('workshop.closed.note')}
            items={draft.closedDays}
            onChange={(closedDays) => setDraft({ ...draft, closedDays: [...closedDays] })}
            blank={() => ({ day: today, reason: '' })}
            add={t('workshop.closed.add')}
            nameOf={({ day, reason }) => `${day} ${reason}`}
          >
            {(closed, at, set) => (
              <>
                <DayCell
                  label={t('workshop.closed.day')}
                  value={closed.day}
                  fault={faultOf(`closedDays.${at}.day`)}
                  onChange={(day) => set({ ...closed, day })}
                />
                <TextCell
                  label={t('workshop.closed.reason')}
                  value={closed.reason}
                  fault={faultOf(`closedDays.${at}.reason`)}
                  onChange={(reason) => set({ ...closed, reason })}
                />
              </>
            )}
          </ItemList>
          <ProblemNotice problem={save.problem} />
          <div>
            <Button busy={save.busy} onClick={() => void save.send({ body: draft as never })}>
              {t('workshop.constants.save')}
            </Button>
          </div>
        </div>
      </Card>
    </>
  );
}
