import type { ReactNode } from 'react';
import { hmm } from '#domain/kernel/units.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listMaterials, may } from '../contract.ts';
import { NewItem } from './NewItems.tsx';
import { PriceCell, PriceEdit } from './prices.tsx';
import { catalogUiWords } from './words.ts';

/** What things are made from and what it costs; prices are changed in the list itself, all or none. */
export default function Materials() {
  const mayWrite = useMay(may.write);
  return (
    <Page>
      {mayWrite ? (
        <PriceEdit>{(bar, editing) => <Lists bar={bar} editing={editing} mayWrite />}</PriceEdit>
      ) : (
        <Lists bar={null} editing={false} mayWrite={false} />
      )}
    </Page>
  );
}

interface ListsProps {
  readonly bar: ReactNode;
  readonly editing: boolean;
  readonly mayWrite: boolean;
}

function Lists({ bar, editing, mayWrite }: ListsProps) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const read = useRead(listMaterials, {}, { live: ['material.', 'centre.'] });
  const add = mayWrite && (
    <ButtonLink href="/products/materials/new" kind={editing ? 'plain' : 'primary'}>
      {t('catalog.board.add')}
    </ButtonLink>
  );
  const none = { sentence: t('catalog.none') };
  return (
    <>
      <PageHead
        sentence={
          read.data
            ? t('catalog.materials.sentence', { count: read.data.boards.length })
            : t('catalog.materials')
        }
        back={{ href: '/products', label: t('catalog.products') }}
        action={editing ? bar : add}
        more={editing ? null : bar}
      />
      <Card title={t('catalog.board')} flush>
        <Lines
          label={t('catalog.board')}
          read={read}
          rows={(answer) => answer.boards}
          rowKey={(board) => board.code}
          empty={{ ...none, ...(add ? { action: add } : {}) }}
          columns={[
            { key: 'name', head: t('catalog.name'), cell: (board) => board.name, phone: 'title' },
            { key: 'code', head: t('catalog.code'), cell: (board) => board.code, phone: 'side' },
            {
              key: 'thickness',
              head: t('catalog.thickness'),
              cell: (board) => f.mm(hmm(board.thickness)),
              align: 'end',
            },
            { key: 'grain', head: t('catalog.grain'), cell: (board) => t(`catalog.grain.${board.grain}`) },
            {
              key: 'formats',
              head: t('catalog.board.formats'),
              cell: (board) =>
                board.formats
                  .map((size) => f.size(hmm(size.length), hmm(size.width)))
                  .slice(0, 2)
                  .join(', '),
            },
            {
              key: 'price',
              head: t('catalog.board.price'),
              cell: (board) => (
                <PriceCell
                  kind="board"
                  code={board.code}
                  name={board.name}
                  price={board.pricePerSquareMetre}
                />
              ),
              align: 'end',
            },
          ]}
        />
      </Card>
      <Card title={t('catalog.edge')} flush side={mayWrite && <NewItem kind="edge" />}>
        <Lines
          label={t('catalog.edge')}
          read={read}
          rows={(answer) => answer.edges}
          rowKey={(band) => band.code}
          empty={none}
          columns={[
            { key: 'name', head: t('catalog.name'), cell: (band) => band.name, phone: 'title' },
            { key: 'code', head: t('catalog.code'), cell: (band) => band.code, phone: 'side' },
            {
              key: 'thickness',
              head: t('catalog.thickness'),
              cell: (band) => f.mm(hmm(band.thickness)),
              align: 'end',
            },
            {
              key: 'height',
              head: t('catalog.height'),
              cell: (band) => f.mm(hmm(band.height)),
              align: 'end',
            },
            {
              key: 'price',
              head: t('catalog.edge.price'),
              cell: (band) => (
                <PriceCell kind="edge" code={band.code} name={band.name} price={band.pricePerMetre} />
              ),
              align: 'end',
            },
          ]}
        />
      </Card>
      <Card title={t('catalog.hardware')} flush side={mayWrite && <NewItem kind="hardware" />}>
        <Lines
          label={t('catalog.hardware')}
          read={read}
          rows={(answer) => answer.hardware}
          rowKey={(item) => item.code}
          empty={none}
          columns={[
            { key: 'name', head: t('catalog.name'), cell: (item) => item.name, phone: 'title' },
            { key: 'code', head: t('catalog.code'), cell: (item) => item.code },
            {
              key: 'price',
              head: t('catalog.hardware.price'),
              cell: (item) => (
                <PriceCell kind="hardware" code={item.code} name={item.name} price={item.price} />
              ),
              align: 'end',
              phone: 'side',
            },
          ]}
        />
      </Card>
      <Card
        title={t('catalog.centres')}
        flush
        side={<ButtonLink href="/products/workshop">{t('catalog.workshop')}</ButtonLink>}
      >
        <Lines
          label={t('catalog.centres')}
          read={read}
          rows={(answer) => answer.centres}
          rowKey={(centre) => centre.code}
          empty={none}
          columns={[
            { key: 'name', head: t('catalog.name'), cell: (centre) => centre.name, phone: 'title' },
            {
              key: 'people',
              head: t('catalog.centre.people'),
              cell: (centre) => f.count(centre.people),
              align: 'end',
            },
            {
              key: 'machines',
              head: t('catalog.centre.machines'),
              cell: (centre) => f.count(centre.machines),
              align: 'end',
            },
            {
              key: 'rate',
              head: t('catalog.centre.rate'),
              cell: (centre) => f.money(centre.ratePerHour),
              align: 'end',
              phone: 'side',
            },
          ]}
        />
      </Card>
    </>
  );
}
