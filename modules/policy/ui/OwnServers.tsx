import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  listOwnServers,
  registerOwnServer,
  removeOwnServer,
  type OwnServerView,
} from '../recipients/contract.ts';
import { ownServerWords } from './own-server-words.ts';

const KINDS = ['odoo', 'printer', 'relay', 'webhook', 'server'] as const;
const TONES = { active: 'done', waiting: 'warn', refused: 'late' } as const;

/** The company's own machines that data may go to: at exactly the place that stands here. */
export default function OwnServers() {
  const t = useWords(ownServerWords);
  const read = useRead(listOwnServers);
  return (
    <Page>
      <PageHead sentence={t('ownServers.title')} note={t('ownServers.note')} />
      <Card flush>
        <Lines
          label={t('ownServers.title')}
          read={read}
          rows={({ servers }) => servers}
          rowKey={(server) => server.id}
          empty={{ sentence: t('ownServers.none') }}
          columns={[
            { key: 'label', head: t('ownServers.label'), phone: 'title', cell: (server) => server.label },
            {
              key: 'kind',
              head: t('ownServers.kind'),
              cell: (server) => t(`ownServers.kind.${server.kind}`),
            },
            { key: 'place', head: t('ownServers.place'), cell: ({ host, port }) => `${host}:${port}` },
            {
              key: 'state',
              head: t('ownServers.state'),
              cell: ({ state }) => <StateTag tone={TONES[state]}>{t(`ownServers.state.${state}`)}</StateTag>,
            },
            {
              key: 'by',
              head: t('ownServers.by'),
              cell: (server) => server.registeredName,
            },
            {
              key: 'act',
              head: t('ownServers.acts'),
              cell: (server) => <Remove server={server} onDone={() => read.again()} />,
            },
          ]}
        />
      </Card>
      <Card title={t('ownServers.add')}>
        <Form
          route={registerOwnServer}
          initial={{ label: '', host: '' }}
          submit={t('ownServers.register')}
          onDone={() => {
            toast({ title: t('ownServers.saved') });
            read.again();
          }}
        >
          <FormGrid>
            <TextField name="label" label={t('ownServers.label')} hint={t('ownServers.label.hint')} />
            <SelectField
              name="kind"
              label={t('ownServers.kind')}
              options={KINDS.map((value) => ({ value, label: t(`ownServers.kind.${value}`) }))}
            />
            <TextField name="host" label={t('ownServers.host')} hint={t('ownServers.host.hint')} />
            <NumberField name="port" label={t('ownServers.port')} decimals={0} />
          </FormGrid>
        </Form>
      </Card>
    </Page>
  );
}

function Remove({ server, onDone }: { readonly server: OwnServerView; readonly onDone: () => void }) {
  const t = useWords(ownServerWords);
  const remove = useChange(removeOwnServer, { onDone });
  return (
    <Button
      kind="danger"
      busy={remove.busy}
      aria-label={t('ownServers.remove.of', { label: server.label })}
      onClick={() => void remove.send({ params: { ownServerId: server.id } })}
    >
      {t('ownServers.remove')}
    </Button>
  );
}
