import { Button } from '#platform/web-kit/button.tsx';
import { useChange, type Read } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Facts } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { checkFrom, dropFrom, putFrom, type MailWays } from '../relay-contract.ts';
import { relayUiWords } from './relay-words.ts';

const TONES = { ok: 'done', wrong: 'late', unchecked: 'warn' } as const;

type From = NonNullable<MailWays['from']>;

/** The address in From of one's own: which, whether its domain is proven, and the records that it needs. */
export function OwnAddress({ ways, read }: { readonly ways: MailWays; readonly read: Read<MailWays> }) {
  const t = useWords(relayUiWords);
  const { from } = ways;
  const again = (): void => read.again();
  return (
    <Card title={t('from.title')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('from.note')}</p>
        <Facts facts={[{ label: t('from.now'), value: ways.address }]} />
        <Form
          route={putFrom}
          initial={{ address: from?.address ?? '', selector: from?.selector ?? '' }}
          draft="none"
          onDone={() => {
            toast({ title: t('from.saved') });
            again();
          }}
        >
          <FormGrid>
            <TextField name="address" type="email" label={t('from.address')} />
            <TextField name="selector" label={t('from.selector')} hint={t('from.selector.hint')} />
          </FormGrid>
        </Form>
        {from && <Domain from={from} read={read} />}
      </div>
    </Card>
  );
}

function Domain({ from, read }: { readonly from: From; readonly read: Read<MailWays> }) {
  const t = useWords(relayUiWords);
  const f = useFormat();
  const told = (sentence: string) => () => {
    toast({ title: sentence });
    read.again();
  };
  const check = useChange(checkFrom, { onDone: told(t('from.checked')) });
  const drop = useChange(dropFrom, { onDone: told(t('from.dropped')) });
  return (
    <>
      <Facts
        facts={[
          {
            label: from.address,
            value: (
              <StateTag tone={from.proven ? 'done' : 'warn'}>
                {t(from.proven ? 'from.proven' : 'from.unproven')}
              </StateTag>
            ),
          },
          {
            label: t('from.checkedAt'),
            value: from.checkedAt ? f.instant(from.checkedAt) : t('from.found.notYet'),
          },
        ]}
      />
      <Lines
        label={t('from.records')}
        read={read}
        rows={(answer) => answer.from?.records ?? []}
        empty={{ sentence: t('from.found.notYet') }}
        rowKey={({ record }) => record}
        columns={[
          {
            key: 'record',
            head: t('from.record'),
            phone: 'title',
            cell: ({ record }) => t(`from.record.${record}`),
          },
          { key: 'name', head: t('from.name'), cell: ({ name }) => <code>{name || '–'}</code> },
          {
            key: 'value',
            head: t('from.value'),
            cell: ({ value }) => (value ? <code>{value}</code> : t('from.value.provider')),
          },
          { key: 'found', head: t('from.found'), cell: ({ found }) => <Found found={found} /> },
        ]}
      />
      <div className="tn-row">
        <Button kind="primary" busy={check.busy} onClick={() => void check.send({})}>
          {t('from.check')}
        </Button>
        <Button kind="danger" busy={drop.busy} onClick={() => void drop.send({})}>
          {t('from.drop')}
        </Button>
      </div>
    </>
  );
}

function Found({ found }: { readonly found: From['records'][number]['found'] }) {
  const t = useWords(relayUiWords);
  if (!found) return t('from.found.notYet');
  return (
    <StateTag tone={TONES[found.verdict]}>
      {t(found.verdict === 'ok' ? 'from.found.ok' : `from.found.${found.why}`)}
    </StateTag>
  );
}
