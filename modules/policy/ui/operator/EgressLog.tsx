import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listEgressLog } from '../../processors/contract.ts';
import { processorUiWords } from '../processor-words.ts';

/** The newest calls through the one door out. */
export default function EgressLog() {
  const t = useWords(processorUiWords);
  const format = useFormat();
  const read = useRead(listEgressLog);
  return (
    <Page>
      <PageHead sentence={t('egress.title')} note={t('egress.note')} />
      <Card flush>
        <Lines
          label={t('egress.title')}
          read={read}
          rows={({ calls }) => calls}
          rowKey={(call) => call.id}
          empty={{ sentence: t('egress.none') }}
          virtual
          columns={[
            { key: 'at', head: t('egress.at'), cell: (call) => format.instant(call.at) },
            {
              key: 'recipient',
              head: t('egress.recipient'),
              phone: 'title',
              cell: (call) => `${call.recipient} (${call.host}:${call.port})`,
            },
            { key: 'purpose', head: t('egress.purpose'), cell: (call) => call.purpose },
            { key: 'categories', head: t('egress.categories'), cell: (call) => call.categories.join(', ') },
            { key: 'bytes', head: t('egress.bytes'), cell: (call) => format.count(call.bytesOut) },
            {
              key: 'decision',
              head: t('egress.decision'),
              cell: (call) => t(`egress.decision.${call.decision}`, { reason: call.reason ?? '' }),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
