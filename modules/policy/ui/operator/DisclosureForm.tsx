import { useState } from 'react';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { DayField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { enterDisclosure, uploadRequest } from '../../disclosures/contract.ts';
import { DISCLOSABLE, GROUNDS } from '../../disclosures/rules.ts';
import { disclosureUiWords } from '../disclosure-words.ts';
import { ChecksField } from './ListFields.tsx';

const DECISIONS = ['give', 'refuse'] as const;
const TELLS = ['tell', 'withhold'] as const;

/** What is fixed where a request is refused, and where the business is told: nobody types it. */
const NOTHING_GIVEN = { categories: [], recipient: '', host: null, validTo: null };
const NO_SILENCE = { withheldBecause: '', withheldUntil: null };

/** A request with its letter and what is decided about it; a second person approves it afterwards. */
export function EnterDisclosure({
  businesses,
  onDone,
}: {
  readonly businesses: readonly { readonly id: string; readonly name: string }[];
  readonly onDone: () => void;
}) {
  const t = useWords(disclosureUiWords);
  const locale = useLocale();
  const [file, setFile] = useState<{ readonly fileHash: string; readonly fileName: string } | null>(null);
  const [decision, setDecision] = useState<(typeof DECISIONS)[number]>('give');
  const [tell, setTell] = useState<(typeof TELLS)[number]>('tell');
  const kinds = DISCLOSABLE.map((value) => ({ value, label: CATEGORY_TEXTS[value].name[locale] }));
  const gives = decision === 'give';
  return (
    <div className="tn-flow">
      <p>{t('disclosures.enter.file.hint')}</p>
      <FileDrop route={uploadRequest} label={t('disclosures.enter.file')} types={['.pdf']} onDone={setFile} />
      {file && (
        <>
          <p className="tn-strong">{file.fileName}</p>
          <Choice
            label={t('disclosures.decision')}
            value={decision}
            options={DECISIONS.map((value) => ({ value, label: t(`disclosures.decision.${value}`) }))}
            onChoose={setDecision}
          />
          {gives && (
            <Choice
              label={t('disclosures.tell')}
              value={tell}
              options={TELLS.map((value) => ({ value, label: t(`disclosures.tell.${value}`) }))}
              onChoose={setTell}
            />
          )}
          <Form
            route={enterDisclosure}
            constant={
              {
                ...file,
                decision,
                tell: gives ? tell : 'tell',
                port: null,
                ...(gives ? {} : NOTHING_GIVEN),
                ...(gives && tell === 'withhold' ? {} : NO_SILENCE),
              } as never
            }
            initial={{ ground: 'law', caseNo: '', recipient: '', withheldBecause: '', host: null }}
            draft="none"
            submit={t('disclosures.enter')}
            onDone={onDone}
          >
            <FormGrid>
              <TextField name="askedBy" label={t('disclosures.askedBy')} />
              <TextField name="caseNo" label={t('disclosures.caseNo')} />
              <DayField name="receivedOn" label={t('disclosures.receivedOn')} />
              <SelectField
                name="ground"
                label={t('disclosures.ground')}
                options={GROUNDS.map((value) => ({ value, label: t(`disclosures.ground.${value}`) }))}
              />
              <SelectField
                name="aboutTenant"
                label={t('disclosures.business')}
                options={businesses.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <TextField name="askedScope" label={t('disclosures.askedScope')} />
              <ChecksField name="askedCategories" label={t('disclosures.askedCategories')} options={kinds} />
              {gives ? (
                <TextField
                  name="reason"
                  label={t('disclosures.legalBasis')}
                  hint={t('disclosures.legalBasis.hint')}
                />
              ) : (
                <TextField name="reason" label={t('disclosures.refusedBecause')} />
              )}
              {gives && (
                <>
                  <ChecksField
                    name="categories"
                    label={t('disclosures.categories')}
                    hint={t('disclosures.categories.hint')}
                    options={kinds}
                  />
                  <TextField name="recipient" label={t('disclosures.recipient')} />
                  <DayField name="validTo" label={t('disclosures.validTo')} />
                  <TextField name="host" label={t('disclosures.host')} hint={t('disclosures.host.hint')} />
                </>
              )}
              {gives && tell === 'withhold' && (
                <>
                  <TextField name="withheldBecause" label={t('disclosures.withheldBecause')} />
                  <DayField name="withheldUntil" label={t('disclosures.withheldUntil')} />
                </>
              )}
            </FormGrid>
          </Form>
        </>
      )}
    </div>
  );
}

/** One of two, which decides what else is asked. */
function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}) {
  return (
    <fieldset className="tn-field" style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="tn-strong">{props.label}</legend>
      {props.options.map(({ value, label }) => (
        <label className="tn-check" key={value}>
          <input
            type="radio"
            name={props.label}
            checked={props.value === value}
            onChange={() => props.onChoose(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
