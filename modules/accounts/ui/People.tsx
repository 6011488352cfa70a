import { useState } from 'react';
import { ROLES } from '#platform/http/caller.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead, type Read } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { CheckField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { ButtonLink, Card, Columns, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may } from '../contract.ts';
import {
  changeMember,
  inviteMember,
  listPeople,
  setFactorRoles,
  withdrawInvitation,
  type People as Everybody,
} from '../people-contract.ts';
import { peopleWords } from './people-words.ts';
import { ClaimCard } from './ClaimCard.tsx';
import { Face } from './ProfilePicture.tsx';
import { useRoleName } from './SessionGate.tsx';

type Member = Everybody['members'][number];
/** Roles a company gives its own people; that of the operator's staff exists only at the operator's. */
const GIVEN = ROLES.filter((role) => role !== 'operator');
const AT_OPERATOR = ['operator', 'office'] as const;

export default function OfficePeople() {
  return <People base="" />;
}

/** Who works here. @param base where the entry's pages about the company and its keys begin */
export function People({ base }: { readonly base: '' | '/operator' }) {
  const t = useWords(peopleWords);
  const manage = useMay(may.managePeople);
  const support = useMay(may.grantSupport);
  const keys = useMay(may.manageKeys);
  const read = useRead(listPeople, {}, { live: ['member.', 'invitation.'] });
  const [chosen, setChosen] = useState<Member | null>(null);
  const active = read.data?.members.filter((member) => member.active).length;
  return (
    <Page>
      <PageHead
        sentence={active ? t('people.count', { count: active }) : t('people.title')}
        more={
          <>
            <ButtonLink href={`${base}/company`}>{t('company.title')}</ButtonLink>
            {keys && <ButtonLink href={`${base}/people/keys`}>{t('people.keys')}</ButtonLink>}
            {support && <ButtonLink href="/people/support">{t('people.support')}</ButtonLink>}
          </>
        }
      />
      <Members read={read} onChange={manage ? setChosen : null} />
      {manage && (
        <Columns>
          <Card title={t('people.invite')}>
            <Invite first={base === '' ? 'office' : 'operator'} />
          </Card>
          <Invitations read={read} />
        </Columns>
      )}
      {manage && read.data && <FactorRules everybody={read.data} />}
      <ClaimCard />
      {chosen && <ChangeDialog member={chosen} onClose={() => setChosen(null)} />}
    </Page>
  );
}

function Members({
  read,
  onChange,
}: {
  readonly read: Read<Everybody>;
  readonly onChange: ((member: Member) => void) | null;
}) {
  const t = useWords(peopleWords);
  const role = useRoleName();
  return (
    <Card flush>
      <Lines
        label={t('people.title')}
        read={read}
        rows={(answer) => answer.members}
        rowKey={(member) => member.loginId}
        empty={{ sentence: t('people.none') }}
        columns={[
          {
            key: 'name',
            head: t('people.name'),
            cell: (member) => (
              <span className="tn-row">
                <Face loginId={member.loginId} tag={member.picture} alt="" />
                <span>
                  {member.name}
                  {member.self && <span className="tn-muted"> · {t('people.self')}</span>}
                </span>
              </span>
            ),
            phone: 'title',
          },
          { key: 'email', head: t('people.email'), cell: (member) => member.email },
          { key: 'role', head: t('people.role'), cell: (member) => role(member.role), phone: 'side' },
          {
            key: 'factor',
            head: t('people.factor'),
            cell: (member) => (member.factor ? t('people.factor.yes') : t('people.factor.no')),
          },
          {
            key: 'state',
            head: t('people.state'),
            cell: (member) => (member.active ? t('people.active') : t('people.ended')),
          },
          ...(onChange
            ? [
                {
                  key: 'change',
                  head: t('people.change'),
                  cell: (member: Member) => (
                    <Button
                      kind="quiet"
                      aria-label={t('people.change.of', { name: member.name })}
                      onClick={() => onChange(member)}
                    >
                      {t('people.change')}
                    </Button>
                  ),
                  phone: 'bare' as const,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

/** The operator's own people are told by their role; everybody else's company knows no operator. */
function useRoles(): readonly Member['role'][] {
  return useMay(may.useSupport) ? AT_OPERATOR : GIVEN;
}

function useRoleOptions() {
  const name = useRoleName();
  return useRoles().map((value) => ({ value, label: name(value) }));
}

function ChangeDialog({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const t = useWords(peopleWords);
  const roles = useRoleOptions();
  return (
    <Dialog open onClose={onClose} title={t('people.change.of', { name: member.name })} width={28}>
      <Form
        route={changeMember}
        params={{ loginId: member.loginId }}
        initial={member}
        draft="none"
        onCancel={onClose}
        onDone={() => {
          toast({ title: t('people.changed') });
          onClose();
        }}
      >
        <SelectField name="role" label={t('people.role')} options={roles} />
        <CheckField name="active" label={t('people.active.tick')} />
      </Form>
    </Dialog>
  );
}

function Invite({ first }: { readonly first: Member['role'] }) {
  const t = useWords(peopleWords);
  const roles = useRoleOptions();
  return (
    <Form
      route={inviteMember}
      initial={{ role: first }}
      submit={t('people.invite.send')}
      onDone={() => toast({ title: t('people.invited') })}
    >
      <TextField name="email" label={t('people.email')} type="email" />
      <SelectField name="role" label={t('people.role')} options={roles} />
    </Form>
  );
}

function Invitations({ read }: { readonly read: Read<Everybody> }) {
  const t = useWords(peopleWords);
  const f = useFormat();
  const role = useRoleName();
  const withdraw = useChange(withdrawInvitation);
  return (
    <Card flush title={t('people.invitations')}>
      <Lines
        label={t('people.invitations')}
        read={read}
        rows={(answer) => answer.invitations}
        rowKey={(invitation) => invitation.id}
        empty={{ sentence: t('people.invitations.none') }}
        columns={[
          { key: 'email', head: t('people.email'), cell: (invitation) => invitation.email, phone: 'title' },
          { key: 'role', head: t('people.role'), cell: (invitation) => role(invitation.role), phone: 'side' },
          {
            key: 'until',
            head: t('people.until'),
            cell: (invitation) =>
              `${invitation.ended ? `${t('people.over')} ` : ''}${f.instant(invitation.expiresAt)}`,
          },
          {
            key: 'withdraw',
            head: t('people.withdraw'),
            cell: (invitation) => (
              <Button
                kind="quiet"
                busy={withdraw.busy}
                onClick={() => void withdraw.send({ params: { invitationId: invitation.id } })}
              >
                {t('people.withdraw')}
              </Button>
            ),
            phone: 'bare',
          },
        ]}
      />
    </Card>
  );
}

function FactorRules({ everybody }: { readonly everybody: Everybody }) {
  const t = useWords(peopleWords);
  const name = useRoleName();
  const roles = useRoles();
  const change = useChange(setFactorRoles, { onDone: () => toast({ title: t('people.rules.saved') }) });
  const asked = new Set<string>(everybody.factorRoles);
  return (
    <Card title={t('people.rules')}>
      <fieldset className="tn-flow" style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="tn-muted">{t('people.rules.note')}</legend>
        <div className="tn-row">
          {roles.map((role) => (
            <label key={role} className="tn-row">
              <input
                type="checkbox"
                checked={asked.has(role)}
                disabled={change.busy}
                onChange={(event) =>
                  void change.send({
                    body: {
                      factorRoles: roles.filter((one) =>
                        one === role ? event.target.checked : asked.has(one),
                      ),
                    },
                  })
                }
              />
              <span>{name(role)}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </Card>
  );
}
