import { useState } from 'react';
import type { Instant } from '#domain/kernel/days.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import { Button } from '#platform/web-kit/button.tsx';
import type { Read } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { kitWords } from '#platform/web-kit/words.ts';
import type { DataLook } from '../looks-contract.ts';
import { looksWords } from './looks-words.ts';

/** As many as somebody reads before asking for more: the answer may hold some hundred. */
const ROWS_AT_ONCE = 30;

/** Who looked at whose data: the same page for oneself and for a customer. */
export function DataLooks({
  of,
  back,
  read,
}: {
  readonly of: 'mine' | 'customer';
  readonly back: string;
  readonly read: Read<{ looks: DataLook[] }>;
}) {
  const t = useWords(looksWords);
  const k = useWords(kitWords);
  const f = useFormat();
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const left = (read.data?.looks.length ?? 0) - shown;
  return (
    <Page>
      <PageHead
        sentence={t(`looks.${of}`)}
        note={t(`looks.${of}.note`)}
        back={{ href: back, label: t(of === 'mine' ? 'looks.back.account' : 'looks.back.customer') }}
      />
      <Card flush>
        <Lines
          label={t(`looks.${of}`)}
          read={read}
          rows={(answer) =>
            answer.looks.slice(0, shown).map((look, at) => ({ ...look, key: `${look.at} ${at}` }))
          }
          rowKey={(look) => look.key}
          empty={{ sentence: t('looks.none') }}
          columns={[
            { key: 'who', head: t('looks.who'), cell: (look) => look.who, phone: 'title' },
            {
              key: 'via',
              head: t('looks.via'),
              cell: (look) => t(`looks.via.${look.via}`, { reason: look.reason }),
            },
            { key: 'what', head: t('looks.what'), cell: (look) => <code>{look.what}</code> },
            {
              key: 'purpose',
              head: t('looks.purpose'),
              cell: (look) => t(`looks.purpose.${look.purpose as Purpose}`),
            },
            {
              key: 'when',
              head: t('looks.when'),
              cell: (look) => t('looks.times', { at: f.instant(look.at as Instant), times: look.times }),
            },
          ]}
        />
      </Card>
      {left > 0 && (
        <Button onClick={() => setShown(shown + ROWS_AT_ONCE)}>
          {k('kit.more', { count: Math.min(left, ROWS_AT_ONCE) })}
        </Button>
      )}
    </Page>
  );
}
