import { MmField, MoneyField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo, useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createBoard } from '../contract.ts';
import { catalogUiWords } from './words.ts';

/** A new board material; `?code=…&thickness=…&back=…` come from a part list that names it. */
export default function NewBoard() {
  const t = useWords(catalogUiWords);
  const go = useGo();
  const [code] = useUrlState('code');
  const [thickness] = useUrlState('thickness', '18');
  const [back] = useUrlState('back');
  // Only an address of this application: whatever else stands there is not followed.
  const home = /^\/orders\/[\w/-]+$/.test(back) ? back : '/products/materials';
  return (
    <Page>
      <PageHead sentence={t('catalog.board.add')} back={{ href: home, label: t('catalog.materials') }} />
      <Card>
        <Form
          route={createBoard}
          draft={`board ${code}`}
          initial={{
            code,
            name: code,
            decor: '',
            thickness: Number(thickness) || 18,
            grain: 'none',
            gramsPerSquareMetre: Math.round((Number(thickness) || 18) * 650),
            formats: [{ length: 2800, width: 2070 }],
          }}
          constant={{ emissionClass: '', claim: '' }}
          onDone={() => go(home)}
          onCancel={() => go(home)}
        >
          <FormGrid>
            <TextField name="code" label={t('catalog.code')} />
            <TextField name="name" label={t('catalog.name')} />
            <TextField name="decor" label={t('catalog.decor')} />
            <MmField name="thickness" label={t('catalog.thickness')} />
            <SelectField
              name="grain"
              label={t('catalog.grain')}
              options={[
                { value: 'none', label: t('catalog.grain.none') },
                { value: 'length', label: t('catalog.grain.length') },
              ]}
            />
            <MoneyField name="pricePerSquareMetre" label={t('catalog.board.price')} />
            <NumberField
              name="gramsPerSquareMetre"
              label={t('catalog.weight.m2')}
              unit={t('catalog.grams')}
              decimals={0}
            />
            <MmField name="formats.0.length" label={t('catalog.sheet.length')} />
            <MmField name="formats.0.width" label={t('catalog.sheet.width')} />
          </FormGrid>
        </Form>
      </Card>
    </Page>
  );
}
