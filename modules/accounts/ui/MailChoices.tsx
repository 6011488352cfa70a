import type { Id } from '#domain/kernel/ids.ts';
import { choiceKindWords, kindKey } from '#platform/mail/choice-words.ts';
import type { OptionalKind } from '#platform/mail/kinds.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may } from '../contract.ts';
import {
  chooseCustomerMail,
  chooseMyMail,
  customerMailChoices,
  myMailChoices,
  type MailChoices,
} from '../mail-choices-contract.ts';
import { accountWords } from './account-words.ts';
import { mailChoiceUiWords } from './mail-choice-words.ts';

interface Row extends Omit<MailChoices, 'kinds'> {
  readonly kind: OptionalKind;
  readonly wanted: boolean;
}

const rowsOf = (people: readonly MailChoices[]): Row[] =>
  people.flatMap(({ kinds, ...who }) => kinds.map((one) => ({ ...who, ...one })));

/** Which mail comes to oneself: what is not needed goes off by one press, and on again by another. */
export default function MyMailChoices() {
  const t = useWords(mailChoiceUiWords);
  const account = useWords(accountWords);
  const read = useRead(myMailChoices);
  const change = useChange(chooseMyMail);
  return (
    <Page>
      <PageHead
        sentence={t('mailChoice.title')}
        back={{ href: '/account', label: account('account.title') }}
      />
      <Card flush title={t('mailChoice.mine', { address: read.data?.address ?? '' })}>
        <Lines
          label={t('mailChoice.title')}
          read={read}
          rows={(mine) => rowsOf([mine])}
          rowKey={({ kind }) => kind}
          empty={{ sentence: t('mailChoice.none') }}
          columns={useColumns(
            change.busy,
            ({ kind, wanted }) => void change.send({ body: { kind, wanted: !wanted } }),
          )}
        />
      </Card>
      <p className="tn-small tn-muted">{t('mailChoice.needed')}</p>
    </Page>
  );
}

/** The same for a customer and each of its persons, for who says so by telephone. */
export function CustomerMailChoices({ customerId }: { readonly customerId: Id }) {
  const t = useWords(mailChoiceUiWords);
  const write = useMay(may.writeCustomers);
  const params = { customerId };
  const read = useRead(customerMailChoices, { params }, { live: ['customer.'] });
  const change = useChange(chooseCustomerMail);
  const columns = useColumns(
    change.busy,
    ({ contactId, kind, wanted }) =>
      void change.send({ params, body: { contactId: contactId as Id | null, kind, wanted: !wanted } }),
  );
  return (
    <Card flush title={t('mailChoice.customer')}>
      <Lines
        label={t('mailChoice.customer')}
        read={read}
        rows={({ people }) => rowsOf(people)}
        rowKey={({ contactId, kind }) => `${contactId ?? ''} ${kind}`}
        empty={{ sentence: t('mailChoice.none') }}
        columns={[
          {
            key: 'who',
            head: t('mailChoice.who'),
            cell: ({ name, address }: Row) => `${name} · ${address}`,
          },
          ...(write ? columns : columns.slice(0, 2)),
        ]}
      />
    </Card>
  );
}

function useColumns(busy: boolean, turn: (row: Row) => void) {
  const t = useWords(mailChoiceUiWords);
  const kinds = useWords(choiceKindWords);
  return [
    {
      key: 'kind',
      head: t('mailChoice.kind'),
      cell: ({ kind }: Row) => kinds(kindKey(kind)),
      phone: 'title' as const,
    },
    {
      key: 'state',
      head: t('mailChoice.state'),
      cell: ({ wanted }: Row) => t(wanted ? 'mailChoice.on' : 'mailChoice.off'),
    },
    {
      key: 'turn',
      head: t('mailChoice.action'),
      cell: (row: Row) => {
        const label = t(row.wanted ? 'mailChoice.turnOff' : 'mailChoice.turnOn');
        const of = { do: label, kind: kinds(kindKey(row.kind)), address: row.address };
        return (
          <Button kind="quiet" busy={busy} aria-label={t('mailChoice.turn.of', of)} onClick={() => turn(row)}>
            {label}
          </Button>
        );
      },
      phone: 'bare' as const,
    },
  ];
}
