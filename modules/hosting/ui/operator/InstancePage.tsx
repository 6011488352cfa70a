import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  askForBackup,
  dropCopy,
  getInstance,
  holdInstance,
  restoreCopy,
  retryOperation,
} from '../../contract.ts';
import { hostingUiWords } from '../words.ts';
import { Acceptance } from './Acceptance.tsx';
import { State } from './Instances.tsx';

/** One instance: what can be done to it, its proven backups, and everything that was done. */
export default function InstancePage() {
  const t = useWords(hostingUiWords);
  const format = useFormat();
  const hostedInstanceId = useParam('instanceId') as Id;
  const params = { hostedInstanceId };
  const read = useRead(getInstance, { params }, { live: ['instance.'] });
  const done = { onDone: () => toast({ title: t('hosting.asked') }) };
  const hold = useChange(holdInstance, done);
  const backup = useChange(askForBackup, done);
  const restore = useChange(restoreCopy, done);
  const drop = useChange(dropCopy, done);
  const retry = useChange(retryOperation, done);
  const one = read.data;
  const held = one?.holds.includes('operator') ?? false;
  const at = (instant: string): string => format.instant(instant as Instant);
  return (
    <Page>
      <PageHead
        sentence={one ? t('hosting.page', one) : t('hosting.title')}
        note={one?.loginCheck ? t('hosting.login', { how: one.loginCheck }) : ''}
        action={
          <Button kind="primary" busy={backup.busy} onClick={() => void backup.send({ params })}>
            {t('hosting.makeBackup')}
          </Button>
        }
      />
      {one && (
        <Card>
          <p className="tn-row">
            <State one={one} />
            {one.acceptedAt && <span>{t('hosting.accepted', { at: at(one.acceptedAt) })}</span>}
            {one.endsAt && <span>{t('hosting.ends', { at: at(one.endsAt) })}</span>}
            {(one.state === 'open' || held) && (
              <Button
                busy={hold.busy}
                onClick={() => void hold.send({ params, body: { hold: 'operator', on: !held } })}
              >
                {t(held ? 'hosting.lift' : 'hosting.hold')}
              </Button>
            )}
          </p>
        </Card>
      )}
      {one?.handedOverAt && !one.acceptedAt && <Acceptance hostedInstanceId={hostedInstanceId} />}
      <Card flush title={t('hosting.backups')}>
        <Lines
          label={t('hosting.backups')}
          read={pick(read, ({ backups }) => backups)}
          rows={(backups) => backups}
          rowKey={({ id }) => id}
          empty={{ sentence: t('hosting.backups.none') }}
          columns={[
            { key: 'as-of', head: t('hosting.asOf'), phone: 'title', cell: ({ asOf }) => at(asOf) },
            {
              key: 'proof',
              head: t('hosting.proof'),
              cell: ({ rows, files, users }) => t('hosting.proof.of', { rows, files, users }),
            },
            {
              key: 'size',
              head: t('hosting.size'),
              align: 'end',
              cell: ({ bytes }) => format.bytes(bytes),
            },
            { key: 'reason', head: t('hosting.reason'), cell: ({ reason }) => t(`hosting.reason.${reason}`) },
            {
              key: 'act',
              head: '',
              cell: ({ id }) => (
                <Button
                  busy={restore.busy}
                  onClick={() => void restore.send({ params, body: { backupId: id as Id } })}
                >
                  {t('hosting.restore')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card flush title={t('hosting.copies')}>
        <Lines
          label={t('hosting.copies')}
          read={pick(read, ({ copies }) => copies)}
          rows={(copies) => copies}
          rowKey={({ id }) => id}
          empty={{ sentence: t('hosting.copies.none') }}
          columns={[
            { key: 'copy', head: t('hosting.copy'), phone: 'title', cell: ({ slug }) => slug },
            { key: 'until', head: t('hosting.until'), cell: ({ until }) => at(until) },
            {
              key: 'act',
              head: '',
              cell: ({ id }) => (
                <Button
                  busy={drop.busy}
                  onClick={() => void drop.send({ params, body: { copyId: id as Id } })}
                >
                  {t('hosting.drop')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card flush title={t('hosting.operations')}>
        <Lines
          label={t('hosting.operations')}
          read={pick(read, ({ operations }) => operations)}
          rows={(operations) => operations}
          rowKey={({ id }) => id}
          empty={{ sentence: t('hosting.operations.none') }}
          columns={[
            {
              key: 'what',
              head: t('hosting.what'),
              phone: 'title',
              cell: ({ verb }) => t(`hosting.verb.${verb}`),
            },
            { key: 'when', head: t('hosting.when'), cell: ({ askedAt }) => at(askedAt) },
            { key: 'who', head: t('hosting.who'), cell: ({ askedName }) => askedName },
            {
              key: 'outcome',
              head: t('hosting.outcome'),
              cell: ({ state, why }) => t(`hosting.outcome.${state}`, { why }),
            },
            {
              key: 'act',
              head: '',
              cell: ({ id, state }) =>
                (state === 'failed' || state === 'refused') && (
                  <Button
                    busy={retry.busy}
                    onClick={() => void retry.send({ params, body: { operationId: id as Id } })}
                  >
                    {t('hosting.retry')}
                  </Button>
                ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
