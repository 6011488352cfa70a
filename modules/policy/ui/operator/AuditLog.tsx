import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listOperatorAudit } from '../../processors/contract.ts';
import { processorUiWords } from '../processor-words.ts';

/** What the operator's people did and looked at, and whether the log is what was written. */
export default function AuditLog() {
  const t = useWords(processorUiWords);
  const format = useFormat();
  const read = useRead(listOperatorAudit);
  const checked = read.data?.checked;
  const at = checked ? format.instant(checked.at) : '';
  const sentence = !checked
    ? t('audit.checked.never')
    : checked.fault === null
      ? t('audit.checked.ok', { at })
      : t('audit.checked.fault', { at, fault: checked.fault });
  return (
    <Page>
      <PageHead sentence={read.data ? sentence : t('audit.title')} note={t('audit.note')} />
      <Card flush>
        <Lines
          label={t('audit.title')}
          read={read}
          rows={({ entries }) => entries}
          rowKey={(entry) => String(entry.seq)}
          empty={{ sentence: t('audit.none') }}
          virtual
          columns={[
            { key: 'at', head: t('audit.at'), cell: (entry) => format.instant(entry.at) },
            { key: 'who', head: t('audit.who'), cell: (entry) => entry.actorName },
            { key: 'what', head: t('audit.what'), phone: 'title', cell: (entry) => entry.action },
            { key: 'subject', head: t('audit.subject'), cell: (entry) => entry.subject },
            { key: 'reason', head: t('audit.reason'), cell: (entry) => entry.reason ?? '' },
          ]}
        />
      </Card>
    </Page>
  );
}
