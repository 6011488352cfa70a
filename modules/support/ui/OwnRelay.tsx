import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { ButtonLink, Card, Facts } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { dropRelay, putRelay, testRelay, type MailWays } from '../relay-contract.ts';
import { relayUiWords } from './relay-words.ts';

const SECURITY = ['tls', 'starttls', 'none'] as const;
const TONES = { untried: 'idle', working: 'done', failing: 'late', unregistered: 'warn' } as const;

interface Props {
  readonly ways: MailWays;
  readonly again: () => void;
  /** where one's own machines are registered */
  readonly servers: string;
}

/** The relay of one's own: which, how it did last, and a test mail. */
export function OwnRelay({ ways, again, servers }: Props) {
  const t = useWords(relayUiWords);
  const { relay } = ways;
  return (
    <Card title={t('relay.title')}>
      <div className="tn-flow">
        <p className="tn-muted">{t('relay.note')}</p>
        {relay && <RelayState relay={relay} again={again} />}
        {ways.servers.length === 0 ? (
          <p>{t('relay.none')}</p>
        ) : (
          <Form
            route={putRelay}
            initial={{
              ...(relay?.ownServerId ? { ownServerId: relay.ownServerId } : {}),
              security: relay?.security ?? 'starttls',
              user: relay?.user ?? '',
            }}
            draft="none"
            onDone={() => {
              toast({ title: t('relay.saved') });
              again();
            }}
          >
            <FormGrid>
              <SelectField
                name="ownServerId"
                label={t('relay.server')}
                options={ways.servers.map((server) => ({
                  value: server.id,
                  label: t(`relay.server.${server.state}`, { label: server.label, place: server.place }),
                }))}
              />
              <SelectField
                name="security"
                label={t('relay.security')}
                options={SECURITY.map((value) => ({ value, label: t(`relay.security.${value}`) }))}
              />
              <TextField name="user" label={t('relay.user')} hint={t('relay.user.hint')} />
              <TextField
                name="password"
                type="password"
                autoComplete="new-password"
                label={t('relay.password')}
                hint={t('relay.password.hint')}
              />
            </FormGrid>
          </Form>
        )}
        <div>
          <ButtonLink href={servers}>{t('relay.servers')}</ButtonLink>
        </div>
      </div>
    </Card>
  );
}

function RelayState({
  relay,
  again,
}: {
  readonly relay: NonNullable<MailWays['relay']>;
  readonly again: () => void;
}) {
  const t = useWords(relayUiWords);
  const f = useFormat();
  const told = (sentence: string) => () => {
    toast({ title: sentence });
    again();
  };
  const test = useChange(testRelay, { onDone: told(t('relay.tested')) });
  const drop = useChange(dropRelay, { onDone: told(t('relay.dropped')) });
  const { test: mail } = relay;
  return (
    <>
      <Facts
        facts={[
          { label: t('relay.server'), value: relay.place },
          {
            label: t('relay.state'),
            value: <StateTag tone={TONES[relay.state]}>{t(`relay.state.${relay.state}`)}</StateTag>,
          },
          { label: t('relay.ok'), value: relay.okAt ? f.instant(relay.okAt) : t('relay.never') },
          ...(relay.failedAt ? [{ label: t('relay.failed'), value: f.instant(relay.failedAt) }] : []),
          ...(relay.why ? [{ label: t('relay.why'), value: t(`relay.why.${relay.why}`) }] : []),
          ...(relay.said ? [{ label: t('relay.said'), value: relay.said }] : []),
          ...(mail
            ? [
                {
                  label: t('relay.lastTest'),
                  value: t(`relay.test.${testState(mail)}`, { to: mail.recipient }),
                },
              ]
            : []),
        ]}
      />
      <div className="tn-row">
        <Button kind="primary" busy={test.busy} onClick={() => void test.send({})}>
          {t('relay.test')}
        </Button>
        <Button kind="quiet" onClick={again}>
          {t('relay.again')}
        </Button>
        <Button kind="danger" busy={drop.busy} onClick={() => void drop.send({})}>
          {t('relay.drop')}
        </Button>
      </div>
    </>
  );
}

function testState({ state }: { readonly state: string }): 'waiting' | 'sent' | 'failed' {
  if (state === 'sent' || state === 'delivered') return 'sent';
  return state === 'waiting' || state === 'no_provider' ? 'waiting' : 'failed';
}
