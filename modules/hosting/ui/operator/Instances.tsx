import type { Instant } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listInstances, type InstanceView } from '../../contract.ts';
import { hostingUiWords } from '../words.ts';

/** Beyond this share of a plan's limits staff is warned. */
const FULL_PERCENT = 80;

/** Every instance of the operator: whether it runs, whose it is, and when it was last backed up and proven. */
export default function Instances() {
  const t = useWords(hostingUiWords);
  const format = useFormat();
  const read = useRead(listInstances, {}, { live: ['instance.'] });
  const all = read.data?.instances ?? [];
  const count = all.filter(({ state }) => state === 'open').length;
  const trouble = all.filter((one) => one.trouble.length > 0 || one.health?.state === 'down').length;
  return (
    <Page>
      <PageHead sentence={t('hosting.sentence', { count, trouble })} note={t('hosting.note')} />
      <Card flush>
        <Lines
          label={t('hosting.instances')}
          read={read}
          rows={({ instances }) => instances}
          rowKey={({ id }) => id}
          empty={{ sentence: t('hosting.none') }}
          columns={[
            {
              key: 'name',
              head: t('hosting.name'),
              phone: 'title',
              cell: ({ id, number, title }) => (
                <Link href={`/operator/hosting/${id}`}>{t('hosting.page', { title, number })}</Link>
              ),
            },
            { key: 'customer', head: t('hosting.customer'), cell: ({ customer }) => customer || '–' },
            { key: 'state', head: t('hosting.state'), phone: 'side', cell: (one) => <State one={one} /> },
            { key: 'usage', head: t('hosting.usage'), cell: (one) => <Use one={one} /> },
            {
              key: 'backup',
              head: t('hosting.backup'),
              cell: ({ lastBackupAt }) =>
                lastBackupAt ? format.instant(lastBackupAt as Instant) : t('hosting.never'),
            },
          ]}
        />
      </Card>
    </Page>
  );
}

/** What staff should see first: what came to nothing, else what the instance is. */
export function State({ one }: { readonly one: InstanceView }) {
  const t = useWords(hostingUiWords);
  const [verb] = one.trouble;
  if (verb)
    return <StateTag tone="warn">{t('hosting.trouble', { verb: t(`hosting.verb.${verb}`) })}</StateTag>;
  if (one.state === 'open' && one.health && one.health.state !== 'ok')
    return <StateTag tone="warn">{t(`hosting.health.${one.health.state}`)}</StateTag>;
  const tone = one.state === 'open' ? 'done' : one.state === 'closed' ? 'warn' : 'idle';
  return <StateTag tone={tone}>{t(`hosting.state.${one.state}`)}</StateTag>;
}

function Use({ one: { usage, quotaPercent } }: { readonly one: InstanceView }) {
  const t = useWords(hostingUiWords);
  if (!usage) return '–';
  const { users } = usage;
  if (quotaPercent === null) return t('hosting.usage.of', { users });
  const text = t('hosting.usage.quota', { users, percent: quotaPercent });
  return quotaPercent >= FULL_PERCENT ? <StateTag tone="warn">{text}</StateTag> : text;
}
