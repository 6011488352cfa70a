import { pick, useRead } from '#platform/web-kit/data.ts';
import { Lines, type Column } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Answers, Card, Columns, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { Bar } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getInsights, type InsightsView } from '../../insights/contract.ts';
import { insightsUiWords } from '../insights-words.ts';

type Door = InsightsView['slow'][number];
const add = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** How the service and its site were used: sums from our own logs, about nobody. */
export default function Insights() {
  const t = useWords(insightsUiWords);
  const format = useFormat();
  const locale = useLocale();
  const read = useRead(getInsights, {});
  const view = read.data;
  const broken = add((view?.days ?? []).map((one) => one.broken));
  const calls = add((view?.days ?? []).map((one) => one.calls));
  const mostViews = Math.max(1, ...(view?.site.days ?? []).map(({ views }) => views));
  const mostCalls = Math.max(1, ...(view?.features ?? []).map((one) => one.calls));
  const doorColumns = (last: Column<Door>): Column<Door>[] => [
    { key: 'door', head: t('insights.door'), phone: 'title', cell: (one) => one.door },
    { key: 'calls', head: t('insights.calls'), cell: (one) => format.count(one.calls) },
    last,
  ];
  return (
    <Page>
      <PageHead
        sentence={t('insights.sentence', { broken })}
        note={
          view
            ? t('insights.note', { from: format.day(view.from), until: format.day(view.until) })
            : t('insights.title')
        }
      />
      <Answers>
        <Stat
          label={t('insights.views')}
          value={format.count(add((view?.site.days ?? []).map(({ views }) => views)))}
        >
          {t('insights.views.note')}
        </Stat>
        <Stat
          label={t('insights.returning')}
          value={format.count(add((view?.site.returning ?? []).map(({ visits }) => visits)))}
        >
          {t('insights.returning.note')}
        </Stat>
        <Stat label={t('insights.requests')} value={format.count(calls)} trouble={broken > 0}>
          {t('insights.requests.note', { broken })}
        </Stat>
      </Answers>
      <Columns>
        <Card title={t('insights.perDay')} flush>
          <Lines
            label={t('insights.perDay')}
            read={pick(read, ({ site }) => site.days)}
            rows={(days) => days}
            rowKey={(one) => one.day}
            empty={{ sentence: t('insights.noVisits') }}
            columns={[
              { key: 'day', head: t('insights.day'), phone: 'title', cell: (one) => format.day(one.day) },
              { key: 'views', head: t('insights.views'), cell: (one) => format.count(one.views) },
              { key: 'visitors', head: t('insights.visitors'), cell: (one) => format.count(one.visitors) },
              {
                key: 'bar',
                head: t('insights.share'),
                cell: (one) => (
                  <Bar
                    share={one.views / mostViews}
                    label={t('insights.bar', { what: format.day(one.day), count: one.views })}
                  />
                ),
              },
            ]}
          />
        </Card>
        <Card title={t('insights.pages')} flush>
          <Lines
            label={t('insights.pages')}
            read={pick(read, ({ site }) => site.pages)}
            rows={(pages) => pages}
            rowKey={(one) => one.page}
            empty={{ sentence: t('insights.noVisits') }}
            columns={[
              { key: 'page', head: t('insights.page'), phone: 'title', cell: (one) => one.page },
              { key: 'views', head: t('insights.views'), cell: (one) => format.count(one.views) },
            ]}
          />
        </Card>
      </Columns>
      <Card title={t('insights.features')} flush>
        <Lines
          label={t('insights.features')}
          read={pick(read, ({ features }) => features)}
          rows={(features) => features}
          rowKey={(one) => one.id}
          empty={{ sentence: t('insights.noUse') }}
          columns={[
            { key: 'what', head: t('insights.feature'), phone: 'title', cell: (one) => one.name[locale] },
            { key: 'calls', head: t('insights.calls'), cell: (one) => format.count(one.calls) },
            { key: 'firms', head: t('insights.firms'), cell: (one) => format.count(one.businesses) },
            {
              key: 'bar',
              head: t('insights.share'),
              cell: (one) => (
                <Bar
                  share={one.calls / mostCalls}
                  label={t('insights.bar', { what: one.name[locale], count: one.calls })}
                />
              ),
            },
          ]}
        />
      </Card>
      <Card title={t('insights.forms')} flush>
        <Lines
          label={t('insights.forms')}
          read={pick(read, ({ forms }) => forms)}
          rows={(forms) => forms}
          rowKey={(one) => one.id}
          empty={{ sentence: t('insights.noForms') }}
          columns={[
            { key: 'what', head: t('insights.form'), phone: 'title', cell: (one) => one.name[locale] },
            {
              key: 'opened',
              head: t('insights.opened'),
              cell: (one) => (one.opened === null ? '–' : format.count(one.opened)),
            },
            { key: 'sent', head: t('insights.sent'), cell: (one) => format.count(one.sent) },
            { key: 'refused', head: t('insights.refused'), cell: (one) => format.count(one.refused) },
          ]}
        />
      </Card>
      <Columns>
        <Card title={t('insights.slow')} flush>
          <Lines
            label={t('insights.slow')}
            read={pick(read, ({ slow }) => slow)}
            rows={(slow) => slow}
            rowKey={(one) => one.door}
            empty={{ sentence: t('insights.noUse') }}
            columns={doorColumns({
              key: 'ms',
              head: t('insights.ms'),
              cell: (one) => t('insights.ms.of', { half: one.msHalf, most: one.msMost }),
            })}
          />
        </Card>
        <Card title={t('insights.errors')} flush>
          <Lines
            label={t('insights.errors')}
            read={pick(read, ({ errors }) => errors)}
            rows={(errors) => errors}
            rowKey={(one) => one.door}
            empty={{ sentence: t('insights.noErrors') }}
            columns={doorColumns({
              key: 'broken',
              head: t('insights.broken'),
              cell: (one) => format.count(one.broken),
            })}
          />
        </Card>
      </Columns>
    </Page>
  );
}
