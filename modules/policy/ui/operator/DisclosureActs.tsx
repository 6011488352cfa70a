import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { DayField, NoteField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Download } from '#platform/web-kit/files.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  approveDisclosure,
  downloadPackage,
  handOver,
  readRequest,
  sendPackage,
  tellBusiness,
  type DisclosureView,
} from '../../disclosures/contract.ts';
import { disclosureUiWords } from '../disclosure-words.ts';

interface Props {
  readonly of: DisclosureView;
  readonly onDone: () => void;
}

/** The second person reads the letter and agrees to exactly this scope. */
export function Approve({ of, kinds, onDone }: Props & { readonly kinds: string }) {
  const t = useWords(disclosureUiWords);
  const approve = useChange(approveDisclosure, { onDone });
  const params = { disclosureId: of.id };
  const { number, askedBy: asked, business, reason } = of;
  return (
    <div className="tn-flow">
      <p>{t(`disclosures.approve.${of.decision}`, { number, asked, kinds, business, reason })}</p>
      <div className="tn-row">
        {of.fileName !== null && (
          <Download route={readRequest} input={{ params }} label={t('disclosures.read')} />
        )}
        <Button kind="primary" busy={approve.busy} onClick={() => void approve.send({ params })}>
          {t('disclosures.approve.yes')}
        </Button>
      </div>
    </div>
  );
}

/** The business hears who asks for what. */
export function Tell({ of, onDone }: Props) {
  const t = useWords(disclosureUiWords);
  return (
    <div className="tn-flow">
      <p>{t('disclosures.tellNow.ask', { business: of.business })}</p>
      <Form
        route={tellBusiness}
        params={{ disclosureId: of.id }}
        initial={{ how: 'mail', note: '' }}
        draft="none"
        submit={t('disclosures.tellNow')}
        onDone={onDone}
      >
        <SelectField
          name="how"
          label={t('disclosures.how')}
          options={(['mail', 'letter'] as const).map((value) => ({
            value,
            label: t(`disclosures.how.${value}`),
          }))}
        />
        <NoteField name="note" label={t('disclosures.how.note')} />
      </Form>
    </div>
  );
}

/** The package, and to whom it went: by hand, or to the machine that was approved. */
export function HandOver({ of, again, onDone }: Props & { readonly again: () => void }) {
  const t = useWords(disclosureUiWords);
  const format = useFormat();
  const [fetched, setFetched] = useState(false);
  const params = { disclosureId: of.id };
  const kb = Math.ceil((of.packedBytes ?? 0) / 1024);
  return (
    <div className="tn-flow">
      <p>{t('disclosures.handOver.ask')}</p>
      <div className="tn-row" onClick={() => setFetched(true)}>
        <Download
          route={downloadPackage}
          input={{ params }}
          label={t('disclosures.package')}
          name={`disclosure-${of.number}.json`}
        />
      </div>
      <p className="tn-small tn-muted" style={{ overflowWrap: 'anywhere' }}>
        {of.packedSha256 === null
          ? t('disclosures.handOver.none')
          : t('disclosures.handOver.last', { kb: format.number(kb), sha256: of.packedSha256 })}
      </p>
      {(of.packedSha256 !== null || fetched) && (
        <Form
          route={handOver}
          params={params}
          initial={{ to: of.recipient }}
          draft="none"
          submit={t('disclosures.handOver.done')}
          onDone={onDone}
        >
          <FormGrid>
            <TextField name="to" label={t('disclosures.handOver.to')} />
            <DayField name="on" label={t('disclosures.handOver.on')} />
          </FormGrid>
        </Form>
      )}
      {of.host !== null && (
        <Form
          route={sendPackage}
          params={params}
          initial={{ path: '/' }}
          draft="none"
          submit={t('disclosures.send', { host: of.host })}
          onDone={() => {
            again();
            onDone();
          }}
        >
          <TextField
            name="path"
            label={t('disclosures.send.path', { host: of.host })}
            hint={t('disclosures.send.path.hint')}
          />
        </Form>
      )}
    </div>
  );
}
