import { useState } from 'react';
import { DATA_CATEGORIES, PURPOSES } from '#domain/kernel/personal.ts';
import { PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { CheckField, DayField, TextField } from '#platform/web-kit/fields.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  addProcessor,
  changeProcessor,
  handInContract,
  uploadContract,
  type ProcessorView,
} from '../../processors/contract.ts';
import { processorUiWords } from '../processor-words.ts';
import { ChecksField, LinesField } from './ListFields.tsx';

type Place = ProcessorView['places'][number];

/** `api.example.com:443`, and `inside 192.168.1.20:25` for a machine of our own network. */
const showPlace = ({ host, port, inside }: Place): string =>
  `${inside ? 'inside ' : ''}${host.includes(':') ? `[${host}]` : host}:${port}`;
function takePlace(line: string): Place {
  const [, inside, host = line, port = ''] = /^(inside\s+)?(.*?)(?::(\d+))?$/i.exec(line) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port || 443), inside: inside !== undefined };
}

function useCategories(of: readonly string[] = DATA_CATEGORIES) {
  const locale = useLocale();
  return DATA_CATEGORIES.filter((value) => of.includes(value)).map((value) => ({
    value,
    label: CATEGORY_TEXTS[value].name[locale],
  }));
}

interface Done {
  readonly onDone: () => void;
}

/** A new processor, or the correction of one that is there. */
export function ProcessorForm({ processor, onDone }: Done & { readonly processor?: ProcessorView }) {
  const t = useWords(processorUiWords);
  const locale = useLocale();
  const categories = useCategories();
  const purposes = PURPOSES.map((value) => ({ value, label: PURPOSE_REGISTER[value].name[locale] }));
  const fields = (
    <FormGrid>
      {!processor && <TextField name="id" label={t('processors.id')} hint={t('processors.id.hint')} />}
      <TextField name="name" label={t('processors.name')} />
      <TextField name="country" label={t('processors.country')} hint={t('processors.country.hint')} />
      <TextField name="service" label={t('processors.service')} hint={t('processors.service.hint')} />
      <TextField name="contact" label={t('processors.contact')} />
      <TextField name="transferBasis" label={t('processors.transfer')} hint={t('processors.transfer.hint')} />
      <ChecksField name="categories" label={t('processors.categories')} options={categories} />
      <ChecksField name="purposes" label={t('processors.purposes')} options={purposes} />
      <LinesField name="subProcessors" label={t('processors.subs')} hint={t('processors.subs.hint')} />
      <LinesField
        name="places"
        label={t('processors.places')}
        hint={t('processors.places.hint')}
        show={showPlace}
        take={takePlace}
      />
    </FormGrid>
  );
  const empty = { name: '', service: '', contact: '', transferBasis: '' };
  if (!processor)
    return (
      <Form route={addProcessor} initial={empty} submit={t('processors.add')} onDone={onDone}>
        {fields}
      </Form>
    );
  return (
    <div className="tn-flow">
      <p>{t('processors.edit.note')}</p>
      <Form
        route={changeProcessor}
        params={{ processorId: processor.id }}
        initial={processor}
        draft="none"
        onDone={onDone}
      >
        {fields}
      </Form>
    </div>
  );
}

/** The signed contract and what it says; a second person confirms it afterwards. */
export function ContractForm({ processor, onDone }: Done & { readonly processor: ProcessorView }) {
  const t = useWords(processorUiWords);
  const params = { processorId: processor.id };
  const categories = useCategories(processor.categories);
  const [file, setFile] = useState<{ readonly fileHash: string; readonly fileName: string } | null>(null);
  return (
    <div className="tn-flow">
      <p>{t('processors.contract.ask', { name: processor.name })}</p>
      <FileDrop
        route={uploadContract}
        input={{ params }}
        label={t('processors.contract.file')}
        types={['.pdf']}
        onDone={setFile}
      />
      {file && (
        <Form
          route={handInContract}
          params={params}
          constant={file}
          initial={{ categories: processor.categories, validTo: null }}
          draft="none"
          submit={t('processors.contract.handIn')}
          onDone={onDone}
        >
          <p className="tn-strong">{file.fileName}</p>
          <FormGrid>
            <DayField name="signedByUsOn" label={t('processors.contract.us')} />
            <DayField name="signedByThemOn" label={t('processors.contract.them')} />
            <DayField name="validFrom" label={t('processors.contract.from')} />
            <DayField
              name="validTo"
              label={t('processors.contract.to')}
              hint={t('processors.contract.to.hint')}
            />
            <ChecksField name="categories" label={t('processors.contract.covers')} options={categories} />
            <CheckField name="confidential" label={t('processors.contract.confidential')} wide />
          </FormGrid>
        </Form>
      )}
    </div>
  );
}
