import { hmm } from '#domain/kernel/units.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listMaterials } from '../contract.ts';
import { catalogUiWords } from './words.ts';

export default function Materials() {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const read = useRead(listMaterials, {}, { live: ['material.', 'centre.'] });
  const add = (
    <ButtonLink href="/products/materials/new" kind="primary">
      {t('catalog.board.add')}
    </ButtonLink>
  );
  const none = { sentence: t('catalog.none') };
  return (
    <Page>
      <PageHead
        sentence={
          read.data
            ? t('catalog.materials.sentence', { count: read.data.boards.length })
            : t('catalog.materials')
        }
        back={{ href: '/products', label: t('catalog.products') }}
        action={add}
      />
      <Card title={t('catalog.board')} flush>
        <Lines
          label={t('catalog.board')}
          read={read}
          rows={(answer) => answer.boards}
          rowKey={(board) => board.code}
          empty={{ ...none, action: add }}
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
              cell: (board) => f.money(board.pricePerSquareMetre),
              align: 'end',
            },
          ]}
        />
      </Card>
      <Card title={t('catalog.edge')} flush>
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
              cell: (band) => f.money(band.pricePerMetre),
              align: 'end',
            },
          ]}
        />
      </Card>
      <Card title={t('catalog.hardware')} flush>
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
              cell: (item) => f.money(item.price),
              align: 'end',
              phone: 'side',
            },
          ]}
        />
      </Card>
      <Card title={t('catalog.centres')} flush>
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
    </Page>
  );
}
