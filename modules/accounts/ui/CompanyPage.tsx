import { useState } from 'react';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { ButtonLink, Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  checkVat,
  confirmBankChange,
  finance,
  getCompany,
  refuseBankChange,
  revealIban,
  updateBank,
  updateCompany,
  type CompanyView,
} from '../company-contract.ts';
import { may } from '../contract.ts';
import { accountWords } from './account-words.ts';
import { peopleWords } from './people-words.ts';
import { ProofWhenNeeded } from './ProofCard.tsx';

export default function OfficeCompany() {
  return <CompanyPage base="" />;
}

/** What the company's own papers say about it. @param base where the entry's pages about people and servers begin */
export function CompanyPage({ base }: { readonly base: '' | '/operator' }) {
  const t = useWords(peopleWords);
  const read = useRead(getCompany, {}, { live: ['company.', 'source-consent.'] });
  const write = useMay(may.writeCompany);
  // Handed out by a module further down: its page and its permission are known here by name only.
  const takesData = useMay('takeData') && base === '';
  return (
    <Page>
      <PageHead
        sentence={read.data?.legalName ?? t('company.title')}
        more={
          <>
            {write && <ButtonLink href={`${base}/own-servers`}>{t('company.ownServers')}</ButtonLink>}
            <ButtonLink href={`${base}/people`}>{t('people.title')}</ButtonLink>
            {takesData && <ButtonLink href="/settings/data">{t('company.data')}</ButtonLink>}
          </>
        }
      />
      {write && <ProofWhenNeeded />}
      <WhenRead read={read}>
        {(company) => (
          <Columns>
            <Details company={company} write={write} />
            <div className="tn-flow">
              <VatCheck company={company} write={write} />
              <Bank company={company} write={write} />
            </div>
          </Columns>
        )}
      </WhenRead>
    </Page>
  );
}

interface Part {
  readonly company: CompanyView;
  readonly write: boolean;
}

function Details({ company, write }: Part) {
  const t = useWords(peopleWords);
  if (!write)
    return (
      <Card title={t('company.details')}>
        <Facts
          facts={[
            { label: t('company.legalName'), value: company.legalName },
            { label: t('company.street'), value: company.street },
            { label: t('company.city'), value: `${company.postcode} ${company.city}`.trim() },
            { label: t('company.country'), value: company.country },
            { label: t('company.vat'), value: company.vatNumber },
            { label: t('company.register'), value: company.register },
          ]}
        />
      </Card>
    );
  return (
    <Card title={t('company.details')}>
      <Form route={updateCompany} initial={company} onDone={() => toast({ title: t('company.saved') })}>
        <FormGrid>
          <TextField name="legalName" label={t('company.legalName')} autoComplete="organization" />
          <TextField name="street" label={t('company.street')} autoComplete="street-address" />
          <TextField name="postcode" label={t('company.postcode')} autoComplete="postal-code" />
          <TextField name="city" label={t('company.city')} autoComplete="address-level2" />
          <TextField name="country" label={t('company.country')} hint={t('company.country.hint')} />
          <TextField name="phone" label={t('company.phone')} type="tel" />
          <TextField name="email" label={t('company.email')} type="email" />
          <TextField name="vatNumber" label={t('company.vat')} hint={t('company.vat.hint')} />
          <TextField name="register" label={t('company.register')} />
        </FormGrid>
      </Form>
    </Card>
  );
}

function VatCheck({ company, write }: Part) {
  const t = useWords(peopleWords);
  const account = useWords(accountWords);
  const f = useFormat();
  const ask = useChange(checkVat);
  const check = company.vatCheck;
  return (
    <Card title={t('company.check')}>
      <div className="tn-flow">
        <p>
          {!check
            ? t('company.check.never')
            : check.outcome === 'valid'
              ? t('company.check.valid', { number: check.vatNumber })
              : check.outcome === 'invalid'
                ? t('company.check.invalid', { number: check.vatNumber })
                : t('company.check.unchecked', { why: check.why })}
        </p>
        {check && (
          <>
            <Facts
              facts={[
                { label: t('company.check.name'), value: check.name },
                { label: t('company.check.address'), value: check.address },
              ]}
            />
            <p className="tn-small tn-muted">
              {t('company.check.from', { source: check.source, when: f.instant(check.askedAt) })}
            </p>
          </>
        )}
        {write && (
          <div className="tn-row">
            <Button
              busy={ask.busy}
              refused={company.sourceConsent ? null : t('company.check.consent')}
              onClick={() => void ask.send()}
            >
              {t('company.check.do')}
            </Button>
            {!company.sourceConsent && (
              <ButtonLink href="/consents">{account('account.consents')}</ButtonLink>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

function Bank({ company, write }: Part) {
  const t = useWords(peopleWords);
  const reveal = useMay(finance.reveal);
  const [shown, setShown] = useState<string | null>(null);
  return (
    <Card title={t('company.bank')}>
      <div className="tn-flow">
        <p>
          {company.ibanMasked ? t('company.bank.now', { iban: company.ibanMasked }) : t('company.bank.none')}
        </p>
        {company.bankChange && <BankChange change={company.bankChange} write={write} />}
        {shown && <p role="status">{t('company.bank.shown', { iban: shown })}</p>}
        {reveal && company.ibanMasked && !shown && (
          <Form
            route={revealIban}
            draft="none"
            submit={t('company.bank.reveal')}
            onDone={({ iban }) => setShown(iban)}
          >
            <TextField name="reason" label={t('company.bank.reason')} />
          </Form>
        )}
        {write && (
          <Form
            route={updateBank}
            draft="none"
            initial={{ bank: company.bank, bic: company.bic }}
            submit={t('company.bank.save')}
            onDone={({ bankChange }) => {
              setShown(null);
              toast({ title: t(bankChange ? 'company.bank.asked' : 'company.saved') });
            }}
          >
            <TextField name="iban" label={t('company.bank.iban')} />
            <TextField name="bic" label={t('company.bank.bic')} />
            <TextField name="bank" label={t('company.bank.name')} />
          </Form>
        )}
      </div>
    </Card>
  );
}

/** Another account that waits for a second person. */
function BankChange({
  change,
  write,
}: {
  readonly change: NonNullable<CompanyView['bankChange']>;
  readonly write: boolean;
}) {
  const t = useWords(peopleWords);
  const f = useFormat();
  const confirm = useChange(confirmBankChange);
  const keep = useChange(refuseBankChange);
  const params = { changeId: change.id as Id };
  const mayConfirm = !change.own || change.aloneFrom !== null;
  return (
    <div className="tn-notice" role="status">
      <p>
        {t('company.bank.waits', {
          who: change.askedBy,
          when: f.instant(change.askedAt as Instant),
          iban: change.ibanMasked || t('company.bank.waits.away'),
        })}
      </p>
      {change.own && (
        <p>
          {change.aloneFrom === null
            ? t('company.bank.waits.other')
            : t('company.bank.waits.alone', { from: f.instant(change.aloneFrom as Instant) })}
        </p>
      )}
      {write && (
        <div className="tn-row" style={{ flexWrap: 'wrap' }}>
          {mayConfirm && (
            <Button kind="primary" busy={confirm.busy} onClick={() => void confirm.send({ params })}>
              {t('company.bank.confirm')}
            </Button>
          )}
          <Button busy={keep.busy} onClick={() => void keep.send({ params })}>
            {t('company.bank.refuse')}
          </Button>
        </div>
      )}
    </div>
  );
}
