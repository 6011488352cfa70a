import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { dayIn } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead, type Read } from '#platform/web-kit/data.ts';
import { NumberField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  dropBadge,
  dropPin,
  listShared,
  makeBadges,
  makePin,
  revokeDevice,
  shareDevice,
  type Badges,
  type SharedStations as Shared,
} from '../stations-contract.ts';
import { ProofWhenNeeded } from './ProofCard.tsx';
import { useRoleName } from './SessionGate.tsx';
import { sharedWords } from './station-words.ts';
import './account.css';

type Person = Shared['people'][number];
const LOCK_SECONDS = 90;

/** Devices that several people share, and the PINs that open them. */
export default function SharedStations() {
  const t = useWords(sharedWords);
  const f = useFormat();
  const read = useRead(listShared);
  const revoke = useChange(revokeDevice, { onDone: () => toast({ title: t('shared.revoked') }) });
  const here = read.data?.devices.some((device) => device.here) ?? false;
  return (
    <Page>
      <PageHead
        sentence={t('shared.count', { count: read.data?.devices.length ?? 0 })}
        note={t('shared.note')}
        back={{ href: '/people', label: t('shared.back') }}
      />
      <ProofWhenNeeded />
      <Card flush title={t('shared.devices')}>
        <Lines
          label={t('shared.devices')}
          read={pick(read, (answer) => answer.devices)}
          rows={(devices) => devices}
          rowKey={(device) => device.id}
          empty={{ sentence: t('shared.devices.none') }}
          columns={[
            { key: 'name', head: t('shared.name'), cell: (device) => device.name, phone: 'title' },
            {
              key: 'here',
              head: t('shared.state'),
              cell: (device) => device.here && <StateTag tone="chosen">{t('shared.isHere')}</StateTag>,
            },
            {
              key: 'lock',
              head: t('shared.seconds'),
              cell: (device) => t('shared.secondsOf', { seconds: device.lockSeconds }),
              align: 'end',
            },
            {
              key: 'seen',
              head: t('shared.seen'),
              cell: (device) => (device.seenAt ? f.instant(device.seenAt) : t('shared.never')),
              align: 'end',
            },
            {
              key: 'revoke',
              head: t('shared.change'),
              cell: (device) => (
                <Button onClick={() => void revoke.send({ params: { deviceId: device.id as Id } })}>
                  {t('shared.revoke')}
                  <span className="tn-hidden">: {device.name}</span>
                </Button>
              ),
              align: 'end',
            },
          ]}
        />
      </Card>
      {!here && (
        <Card title={t('shared.here')}>
          <p className="tn-muted">{t('shared.here.note')}</p>
          <Form
            route={shareDevice}
            initial={{ name: '', lockSeconds: LOCK_SECONDS }}
            submit={t('shared.share')}
            onDone={() => toast({ title: t('shared.here.done') })}
          >
            <FormGrid>
              <TextField name="name" label={t('shared.name')} />
              <NumberField name="lockSeconds" label={t('shared.lock')} />
            </FormGrid>
          </Form>
        </Card>
      )}
      <Pins read={read} />
    </Page>
  );
}

/** Badges as they are cut out: name and code of each, on paper alone when the page is printed. */
function BadgeSheet({ badges, onDone }: { readonly badges: Badges; readonly onDone: () => void }) {
  const t = useWords(sharedWords);
  return (
    <Card title={t('shared.badge.sheet')}>
      <div className="tn-flow">
        <p role="status">{t('shared.badge.shown')}</p>
        <ul className="ac-badges">
          {badges.map((badge) => (
            <li key={badge.loginId}>
              <strong>{badge.name}</strong>
              <img alt={badge.code} src={`data:image/svg+xml,${encodeURIComponent(badge.svg)}`} />
            </li>
          ))}
        </ul>
        <div className="tn-row ac-noprint">
          <Button kind="primary" onClick={() => window.print()}>
            {t('shared.badge.print')}
          </Button>
          <Button onClick={onDone}>{t('shared.badge.done')}</Button>
        </div>
      </div>
    </Card>
  );
}

function Pins({ read }: { readonly read: Read<Shared> }) {
  const t = useWords(sharedWords);
  const f = useFormat();
  const role = useRoleName();
  const [made, setMade] = useState<{ name: string; pin: string } | null>(null);
  const make = useChange(makePin);
  const [badges, setBadges] = useState<Badges | null>(null);
  const badge = useChange(makeBadges, { onDone: (answer) => setBadges(answer.badges) });
  const take = useChange(dropBadge, { onDone: () => toast({ title: t('shared.badge.dropped') }) });
  const all = read.data?.people.map((person) => person.loginId as Id) ?? [];
  const drop = useChange(dropPin, { onDone: () => toast({ title: t('shared.pin.dropped') }) });
  const makeFor = async (person: Person): Promise<void> => {
    const outcome = await make.send({ params: { loginId: person.loginId as Id } });
    if (outcome.ok) setMade({ name: person.name, pin: outcome.value.pin });
  };
  return (
    <>
      {made && (
        <Card title={t('shared.pin')}>
          <div className="tn-flow" role="status">
            <p>{t('shared.pin.shown', { name: made.name })}</p>
            <p className="ac-secret">{made.pin}</p>
            <div>
              <Button kind="primary" onClick={() => setMade(null)}>
                {t('shared.pin.done')}
              </Button>
            </div>
          </div>
        </Card>
      )}
      {badges && <BadgeSheet badges={badges} onDone={() => setBadges(null)} />}
      <Card
        flush
        title={t('shared.people')}
        side={
          all.length > 0 && (
            <Button
              busy={badge.busy}
              onClick={() => void badge.send({ body: { loginIds: all.slice(0, 60) } })}
            >
              {t('shared.badge.all')}
            </Button>
          )
        }
      >
        <Lines
          label={t('shared.people')}
          read={pick(read, (answer) => answer.people)}
          rows={(people) => people}
          rowKey={(person) => person.loginId}
          empty={{ sentence: t('shared.pin.none') }}
          columns={[
            { key: 'name', head: t('shared.person'), cell: (person) => person.name, phone: 'title' },
            { key: 'role', head: t('shared.role'), cell: (person) => role(person.role) },
            {
              key: 'pin',
              head: t('shared.pin'),
              cell: (person) =>
                person.pinMadeAt
                  ? t('shared.pin.since', { day: f.day(dayIn(f.zone, person.pinMadeAt)) })
                  : t('shared.pin.none'),
            },
            {
              key: 'badge',
              head: t('shared.badge'),
              cell: (person) =>
                person.badgeMadeAt
                  ? t('shared.pin.since', { day: f.day(dayIn(f.zone, person.badgeMadeAt)) })
                  : t('shared.pin.none'),
            },
            {
              key: 'do',
              head: t('shared.change'),
              align: 'end',
              cell: (person) => (
                <span className="tn-row">
                  <Button onClick={() => void makeFor(person)}>
                    {t('shared.pin.make')}
                    <span className="tn-hidden">: {person.name}</span>
                  </Button>
                  <Button onClick={() => void badge.send({ body: { loginIds: [person.loginId as Id] } })}>
                    {t('shared.badge.make')}
                    <span className="tn-hidden">: {person.name}</span>
                  </Button>
                  {person.badgeMadeAt && (
                    <Button
                      kind="quiet"
                      onClick={() => void take.send({ params: { loginId: person.loginId as Id } })}
                    >
                      {t('shared.badge.drop')}
                      <span className="tn-hidden">: {person.name}</span>
                    </Button>
                  )}
                  {person.pinMadeAt && (
                    <Button
                      kind="quiet"
                      onClick={() => void drop.send({ params: { loginId: person.loginId as Id } })}
                    >
                      {t('shared.pin.drop')}
                      <span className="tn-hidden">: {person.name}</span>
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
