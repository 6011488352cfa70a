import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createKey, listKeys, revokeKey } from '../keys-contract.ts';
import { keysWords } from './keys-words.ts';
import { nameOf, permissionWords } from './permission-words.ts';
import { ProofWhenNeeded } from './ProofCard.tsx';
import './account.css';

export default function OfficeKeys() {
  return <ApiKeys people="/people" />;
}

/** What programs may do here: keys with chosen permissions, for a time. */
export function ApiKeys({ people }: { readonly people: string }) {
  const t = useWords(keysWords);
  const f = useFormat();
  const name = useNames();
  const read = useRead(listKeys);
  const [made, setMade] = useState<string | null>(null);
  const revoke = useChange(revokeKey, { onDone: () => toast({ title: t('keys.revoked') }) });
  return (
    <Page>
      <PageHead
        sentence={t('keys.count', {
          count: read.data?.keys.filter((key) => key.state === 'open').length ?? 0,
        })}
        note={t('keys.note')}
        back={{ href: people, label: t('keys.people') }}
      />
      <ProofWhenNeeded />
      {made ? (
        <Card title={t('keys.new')}>
          <div className="tn-flow">
            <p>{t('keys.shown')}</p>
            <p className="ac-secret">{made}</p>
            <div>
              <Button kind="primary" onClick={() => setMade(null)}>
                {t('keys.shown.done')}
              </Button>
            </div>
          </div>
        </Card>
      ) : (
        <NewKey grantable={read.data?.grantable ?? []} onMade={setMade} />
      )}
      <Card flush title={t('keys.list')}>
        <Lines
          label={t('keys.list')}
          read={read}
          rows={(answer) => answer.keys}
          rowKey={(key) => key.id}
          empty={{ sentence: t('keys.none') }}
          columns={[
            { key: 'name', head: t('keys.name'), cell: (key) => key.name, phone: 'title' },
            { key: 'begins', head: t('keys.begins'), cell: (key) => <code>{key.begins}</code> },
            { key: 'owner', head: t('keys.owner'), cell: (key) => key.owner },
            {
              key: 'may',
              head: t('keys.may'),
              cell: (key) => f.list(key.permissions.map((one) => name('permission', one))),
            },
            {
              key: 'used',
              head: t('keys.used'),
              cell: (key) => (key.usedAt ? f.instant(key.usedAt) : t('keys.used.never')),
            },
            { key: 'expires', head: t('keys.expires'), cell: (key) => f.instant(key.expiresAt) },
            {
              key: 'state',
              head: t('keys.state'),
              cell: (key) =>
                key.state === 'open' ? (
                  <Button
                    kind="danger"
                    busy={revoke.busy}
                    onClick={() => void revoke.send({ params: { keyId: key.id } })}
                  >
                    {t('keys.revoke')}
                  </Button>
                ) : (
                  t(`keys.state.${key.state}`)
                ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}

function NewKey({
  grantable,
  onMade,
}: {
  readonly grantable: readonly string[];
  readonly onMade: (key: string) => void;
}) {
  const t = useWords(keysWords);
  const name = useNames();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const modules = [...new Set(grantable.map((one) => one.split('.')[0]!))];
  const toggle = (one: string, on: boolean): void =>
    setChosen(new Set(on ? [...chosen, one] : [...chosen].filter((other) => other !== one)));
  return (
    <Card title={t('keys.new')}>
      <Form
        route={createKey}
        initial={{ days: 90 }}
        constant={{ permissions: [...chosen] }}
        draft="none"
        submit={t('keys.make')}
        onDone={({ key }) => onMade(key)}
      >
        <FormGrid>
          <TextField name="name" label={t('keys.name')} />
          <NumberField name="days" label={t('keys.days')} hint={t('keys.days.hint')} decimals={0} />
        </FormGrid>
        <p className="tn-muted">{t('keys.permissions.note')}</p>
        <div className="ac-permissions" role="group" aria-label={t('keys.permissions')}>
          {modules.map((module) => (
            <fieldset key={module}>
              <legend>{name('area', module)}</legend>
              {grantable
                .filter((one) => one.startsWith(`${module}.`))
                .map((one) => (
                  <label key={one} className="tn-row">
                    <input
                      type="checkbox"
                      checked={chosen.has(one)}
                      onChange={(event) => toggle(one, event.target.checked)}
                    />
                    <span>{name('permission', one)}</span>
                  </label>
                ))}
            </fieldset>
          ))}
        </div>
      </Form>
    </Card>
  );
}

/** Permissions and parts of the house as people call them. */
function useNames(): (kind: 'permission' | 'area', id: string) => string {
  const t = useWords(permissionWords);
  return (kind, id) => {
    const key = nameOf(kind, id);
    return key ? t(key) : id;
  };
}
