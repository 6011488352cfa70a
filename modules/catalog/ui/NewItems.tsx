import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { MmField, MoneyField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createEdge, createHardware } from '../contract.ts';
import { catalogUiWords } from './words.ts';

/** A button with the short form behind it: a new edge band, a new piece of hardware. */
export function NewItem({ kind }: { readonly kind: 'edge' | 'hardware' }) {
  const t = useWords(catalogUiWords);
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const title = t(`catalog.${kind}.add`);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{title}</Button>
      <Dialog open={open} onClose={close} title={title}>
        {kind === 'edge' ? (
          <Form
            route={createEdge}
            submit={title}
            draft="none"
            initial={{ thickness: 1, height: 23 }}
            onDone={close}
            onCancel={close}
          >
            <FormGrid>
              <TextField name="code" label={t('catalog.code')} autoFocus />
              <TextField name="name" label={t('catalog.name')} />
              <MmField name="thickness" label={t('catalog.thickness')} />
              <MmField name="height" label={t('catalog.height')} />
              <MoneyField name="pricePerMetre" label={t('catalog.edge.price')} />
            </FormGrid>
          </Form>
        ) : (
          <Form route={createHardware} submit={title} draft="none" onDone={close} onCancel={close}>
            <FormGrid>
              <TextField name="code" label={t('catalog.code')} autoFocus />
              <TextField name="name" label={t('catalog.name')} />
              <MoneyField name="price" label={t('catalog.hardware.price')} />
            </FormGrid>
          </Form>
        )}
      </Dialog>
    </>
  );
}
