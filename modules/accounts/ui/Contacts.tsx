import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { CheckField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card } from '#platform/web-kit/page.tsx';
import { useMay, useSession } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  addContact,
  changeContact,
  endContact,
  enterAcceptance,
  listContacts,
  type Contact,
} from '../contacts-contract.ts';
import { may } from '../contract.ts';
import { customerWords } from './customer-words.ts';

/** Persons of a customer and what they may do for it. */
export function Contacts({ customerId }: { readonly customerId: Id }) {
  const t = useWords(customerWords);
  const write = useMay(may.writeCustomers);
  const read = useRead(listContacts, { params: { customerId } }, { live: ['customer.'] });
  const [chosen, setChosen] = useState<Contact | 'new' | null>(null);
  const roles = (contact: Contact): string =>
    [
      contact.owner && t('contacts.owner.short'),
      contact.mayCancel && t('contacts.mayCancel.short'),
      contact.billing && t('contacts.billing.short'),
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <Card
      flush
      title={t('contacts.title')}
      side={
        write && (
          <Button kind="quiet" onClick={() => setChosen('new')}>
            {t('contacts.add')}
          </Button>
        )
      }
    >
      <Lines
        label={t('contacts.title')}
        read={read}
        rows={(answer) => answer.contacts}
        rowKey={(contact) => contact.id}
        empty={{ sentence: t('contacts.none') }}
        columns={[
          { key: 'name', head: t('customers.name'), cell: (contact) => contact.name, phone: 'title' },
          { key: 'email', head: t('customers.email'), cell: (contact) => contact.email },
          { key: 'phone', head: t('customers.phone'), cell: (contact) => contact.phone },
          { key: 'roles', head: t('contacts.roles'), cell: roles },
          ...(write
            ? [
                {
                  key: 'change',
                  head: t('contacts.change'),
                  cell: (contact: Contact) => (
                    <Button
                      kind="quiet"
                      aria-label={t('contacts.change.of', { name: contact.name })}
                      onClick={() => setChosen(contact)}
                    >
                      {t('contacts.change')}
                    </Button>
                  ),
                  phone: 'bare' as const,
                },
              ]
            : []),
        ]}
      />
      {chosen && <ContactDialog customerId={customerId} contact={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}

interface DialogProps {
  readonly customerId: Id;
  readonly contact: Contact | 'new';
  readonly onClose: () => void;
}

function ContactDialog({ customerId, contact, onClose }: DialogProps) {
  const t = useWords(customerWords);
  const locale = useLocale();
  const end = useChange(endContact, { onDone: onClose });
  const operator = useSession()?.role === 'operator';
  const fields = (
    <>
      <TextField name="name" label={t('customers.name')} autoFocus />
      <TextField name="email" label={t('customers.email')} type="email" />
      <TextField name="phone" label={t('customers.phone')} type="tel" />
      <SelectField
        name="locale"
        label={t('customers.locale')}
        options={[
          { value: 'en', label: t('customers.locale.en') },
          { value: 'de', label: t('customers.locale.de') },
        ]}
      />
      <CheckField name="owner" label={t('contacts.owner')} />
      <CheckField name="mayCancel" label={t('contacts.mayCancel')} />
      <CheckField name="billing" label={t('contacts.billing')} />
    </>
  );
  if (contact === 'new')
    return (
      <Dialog open onClose={onClose} title={t('contacts.add')} width={30}>
        <Form
          route={addContact}
          params={{ customerId }}
          initial={{ locale }}
          draft="none"
          onCancel={onClose}
          onDone={onClose}
        >
          {fields}
        </Form>
      </Dialog>
    );
  const params = { customerId, contactId: contact.id as Id };
  return (
    <Dialog open onClose={onClose} title={t('contacts.change.of', { name: contact.name })} width={30}>
      <div className="tn-flow">
        <Form
          route={changeContact}
          params={params}
          initial={contact}
          draft="none"
          onCancel={onClose}
          onDone={onClose}
        >
          {fields}
        </Form>
        {operator && contact.owner && <Acceptance params={params} />}
        <div>
          <Button kind="danger" busy={end.busy} onClick={() => void end.send({ params })}>
            {t('contacts.end')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const WAYS = ['telephone', 'letter', 'in-person'] as const;

/** Staff of the operator writes down that this person accepted the policies for the firm. */
function Acceptance({ params }: { readonly params: { readonly customerId: Id; readonly contactId: Id } }) {
  const t = useWords(customerWords);
  return (
    <section className="tn-flow">
      <h3>{t('contacts.accepted')}</h3>
      <p className="tn-small tn-muted">{t('contacts.accepted.note')}</p>
      <Form
        route={enterAcceptance}
        params={params}
        initial={{ act: 'telephone' }}
        draft="none"
        submit={t('contacts.accepted.enter')}
        onDone={({ accepted }) => toast({ title: t('contacts.accepted.done', { count: accepted.length }) })}
      >
        <SelectField
          name="act"
          label={t('contacts.accepted.by')}
          options={WAYS.map((way) => ({ value: way, label: t(`contacts.accepted.${way}`) }))}
        />
      </Form>
    </section>
  );
}
