import type { Day } from '#domain/kernel/days.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Download } from '#platform/web-kit/files.tsx';
import { Lines, type Column } from '#platform/web-kit/lines.tsx';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { Answers, ButtonLink, Card, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { profit, profitCsv, profitRows, type ProfitFigures, type ProfitView } from '../../profit/contract.ts';
import { Choice } from '../choice.tsx';
import { profitScreenWords } from './words.ts';

const VIEWS = [
  ['order', 'profit.byOrder'],
  ['customer', 'profit.byCustomer'],
  ['product', 'profit.byProduct'],
  ['month', 'profit.byMonth'],
] as const;
const SORTS = ['name', 'earned', 'outstanding', 'margin'] as const;
const LIVE = ['invoice.', 'payment.', 'unit.', 'order.'];

type Row = ProfitView['rows'][number];
type DocumentRow = ResponseOf<typeof profitRows>['rows'][number];

const SORTED: Readonly<Record<(typeof SORTS)[number], (a: Row, b: Row) => number>> = {
  name: () => 0,
  earned: (a, b) => Number(b.earned) - Number(a.earned),
  outstanding: (a, b) => Number(b.outstanding) - Number(a.outstanding),
  margin: (a, b) => Number(a.actualMargin) - Number(b.actualMargin),
};

/** What invoices asked for, brought in and earned, four ways; each row opens the documents behind it. */
export default function Profit() {
  const t = useWords(profitScreenWords);
  const f = useFormat();
  const today = useToday();
  const [by] = useUrlState('by', 'order');
  const [from, setFrom] = useUrlState('from', `${today.slice(0, 4)}-01-01`);
  const [until, setUntil] = useUrlState('until', today);
  const [currency, setCurrency] = useUrlState('currency');
  const [sort, setSort] = useUrlState('sort', 'name');
  const [key] = useUrlState('key');
  const view = VIEWS.find(([name]) => name === by)?.[0] ?? 'order';
  const order = SORTS.find((name) => name === sort) ?? 'name';
  const query = {
    by: view,
    from: from as Day,
    until: until as Day,
    ...(currency ? { currency } : {}),
  };
  const read = useRead(profit, { query }, { live: LIVE });
  const answer = read.data;
  // Before the sums are there the tenant's own currency stands, unless the address names another.
  const shown = answer?.currency ?? (currency || undefined);
  const money = (value: string): string => f.money(value, shown);
  const percent = (points: number | null): string => (points === null ? '–' : `${f.number(points / 100)} %`);
  const addressOf = (more: Record<string, string>): string =>
    `/money/profit?${new URLSearchParams({ ...query, ...(sort === 'name' ? {} : { sort }), ...more })}`;
  const figures = <R extends ProfitFigures>(): Column<R>[] => [
    { key: 'invoiced', head: t('profit.invoiced'), cell: (row) => money(row.invoiced), align: 'end' },
    { key: 'paid', head: t('profit.paid'), cell: (row) => money(row.paid), align: 'end', phone: 'hide' },
    { key: 'open', head: t('profit.outstanding'), cell: (row) => money(row.outstanding), align: 'end' },
    { key: 'earned', head: t('profit.earned'), cell: (row) => money(row.earned), align: 'end' },
    {
      key: 'quoted',
      head: t('profit.quotedMargin'),
      cell: (row) => money(row.quotedMargin),
      align: 'end',
    },
    {
      key: 'actual',
      head: t('profit.actualMargin'),
      cell: (row) => money(row.actualMargin),
      align: 'end',
    },
    {
      key: 'share',
      head: t('profit.share'),
      cell: (row) => percent(row.basisPoints),
      align: 'end',
      phone: 'side',
    },
  ];
  return (
    <Page>
      <PageHead
        sentence={
          !answer
            ? t('profit.title')
            : answer.total.basisPoints === null
              ? t('profit.sentenceNothing')
              : t('profit.sentence', {
                  margin: money(answer.total.actualMargin),
                  percent: percent(answer.total.basisPoints),
                })
        }
        note={t('profit.note', { from: f.dayLong(from as Day), until: f.dayLong(until as Day) })}
        back={
          key ? { href: addressOf({}), label: t('profit.all') } : { href: '/money', label: t('profit.money') }
        }
        more={<Download route={profitCsv} input={{ query }} label={t('profit.csv')} name="profit.csv" />}
      />
      <div className="tn-row" style={{ alignItems: 'end' }}>
        <nav className="tn-row" aria-label={t('profit.views')}>
          {VIEWS.map(([name, label]) => (
            <ButtonLink key={name} kind={name === view ? 'primary' : 'plain'} href={addressOf({ by: name })}>
              {t(label)}
            </ButtonLink>
          ))}
        </nav>
        <label className="tn-field">
          <span>{t('profit.from')}</span>
          <span className="tn-input">
            <input type="date" value={from} max={until} onChange={(event) => setFrom(event.target.value)} />
          </span>
        </label>
        <label className="tn-field">
          <span>{t('profit.until')}</span>
          <span className="tn-input">
            <input type="date" value={until} min={from} onChange={(event) => setUntil(event.target.value)} />
          </span>
        </label>
        {answer && answer.currencies.length > 1 && (
          <Choice
            label={t('profit.currency')}
            value={answer.currency}
            onChange={setCurrency}
            options={answer.currencies.map((code) => [code, code])}
          />
        )}
        {!key && (
          <Choice
            label={t('profit.sort')}
            value={order}
            onChange={setSort}
            options={SORTS.map((name) => [name, t(`profit.sort.${name}`)])}
          />
        )}
      </div>
      <WhenRead read={read} rows={2}>
        {({ total }) => (
          <Answers>
            <Stat label={t('profit.invoiced')} value={money(total.invoiced)}>
              {t('profit.net')}
            </Stat>
            <Stat label={t('profit.paid')} value={money(total.paid)}>
              {t('profit.gross')}
            </Stat>
            <Stat label={t('profit.outstanding')} value={money(total.outstanding)}>
              {t('profit.gross')}
            </Stat>
            <Stat label={t('profit.earned')} value={money(total.earned)}>
              {t('profit.earnedText')}
            </Stat>
            <Stat
              label={t('profit.actualMargin')}
              value={money(total.actualMargin)}
              trouble={total.actualMargin.startsWith('-')}
            >
              {t('profit.ofQuoted', { quoted: money(total.quotedMargin) })}
            </Stat>
          </Answers>
        )}
      </WhenRead>
      {key ? (
        <Documents query={{ ...query, key }} figures={figures} />
      ) : (
        <Card flush title={t('profit.title')}>
          <Lines
            label={t('profit.title')}
            read={read}
            rows={(now) => [...now.rows].sort(SORTED[order])}
            rowKey={(row) => row.key || '-'}
            href={(row) => addressOf({ key: row.key || '-' })}
            trouble={(row) => row.actualMargin.startsWith('-')}
            empty={{ sentence: t('profit.none'), example: t('profit.noneExample') }}
            columns={[
              {
                key: 'name',
                head: t(VIEWS.find(([name]) => name === view)![1]),
                cell: (row) => row.name,
                phone: 'title',
              },
              ...figures<Row>(),
            ]}
          />
        </Card>
      )}
    </Page>
  );
}

/** The documents behind one row, each with its share and its pieces. */
function Documents({
  query,
  figures,
}: {
  readonly query: { by: ProfitView['by']; from: Day; until: Day; currency?: string; key: string };
  readonly figures: <R extends ProfitFigures>() => Column<R>[];
}) {
  const t = useWords(profitScreenWords);
  const f = useFormat();
  const read = useRead(
    profitRows,
    { query: { ...query, key: query.key === '-' ? '' : query.key } },
    { live: LIVE },
  );
  return (
    <Card flush title={t('profit.behind', { name: read.data?.name ?? '' })}>
      <Lines
        label={t('profit.behind', { name: read.data?.name ?? '' })}
        read={pick(read, (answer) => answer.rows)}
        rows={(rows) => rows}
        rowKey={(row) => row.invoiceId}
        href={(row) => `/money/invoices/${row.invoiceId}`}
        empty={{ sentence: t('profit.none') }}
        columns={[
          {
            key: 'number',
            head: t('profit.document'),
            cell: (row) => [row.number, row.orderNumber].filter(Boolean).join(' · '),
            phone: 'title',
          },
          { key: 'customer', head: t('profit.customer'), cell: (row) => row.customerName, phone: 'bare' },
          { key: 'day', head: t('profit.issued'), cell: (row) => f.day(row.issuedOn as Day), align: 'end' },
          {
            key: 'pieces',
            head: t('profit.pieces'),
            cell: (row) =>
              row.pieces.map(({ quantity, name }) => t('profit.piece', { quantity, name })).join(', '),
            phone: 'bare',
          },
          ...figures<DocumentRow>(),
        ]}
      />
    </Card>
  );
}
