import { useId, useState, type ReactNode } from 'react';
import type { Day } from '#domain/kernel/days.ts';
import type { Collects, ConsentAct, ConsentSent } from '#platform/http/consent.ts';
import { describeForm } from '#platform/http/consent-form.ts';
import { useRead } from './data.ts';
import { useLocale } from './locale.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

/** Consent as a form asks for it: what is shown above its button, and what goes out with its data. */
export interface AskedConsent {
  /** purpose, link to the policy, and the act; null where nobody is asked */
  readonly note: ReactNode;
  /** what the person has done so far; undefined while the act is missing */
  readonly consent: ConsentSent | undefined;
  /** on a button that says it, instead of "Save" */
  readonly agree: boolean;
  /** asked, and the act is missing */
  readonly missing: boolean;
}

const ENTERED = ['telephone', 'letter', 'in-person'] as const satisfies readonly ConsentAct[];

/**
 * Asks the server what a form collects and what for. Nothing is ticked beforehand. Data about somebody else asks who
 * agreed, how and when.
 *
 * @param collects of the route; null for a form that collects nothing
 * @param byButton the form's button will say "Agree and save", so no box is needed
 */
export function useConsent(collects: Collects | null, byButton: boolean): AskedConsent {
  const t = useWords(kitWords);
  const locale = useLocale();
  const id = useId();
  const form = collects?.form ?? '';
  const facts = useRead(describeForm, { query: { form } }, { when: collects !== null }).data;
  const [ticked, setTicked] = useState(false);
  const [act, setAct] = useState<ConsentAct>('telephone');
  const [givenBy, setGivenBy] = useState('');
  const [givenOn, setGivenOn] = useState('');
  if (!collects || !facts?.asked) return { note: null, consent: undefined, agree: false, missing: false };

  const base = { form, version: facts.version, policyVersion: facts.policyVersion ?? 1 };
  const entered = givenBy.trim() !== '' && givenOn !== '';
  const consent: ConsentSent | undefined = facts.entered
    ? entered
      ? { ...base, act, givenBy: givenBy.trim(), givenOn: givenOn as Day }
      : undefined
    : byButton
      ? { ...base, act: 'button' }
      : ticked
        ? { ...base, act: 'ticked' }
        : undefined;
  const link = (
    <a href={facts.policyHref} target="_blank" rel="noreferrer">
      {t('kit.consent.policy')}
    </a>
  );
  const note = (
    <fieldset className="tn-consent">
      <legend className="tn-label">{t('kit.consent.title')}</legend>
      <p className="tn-small">
        {t(facts.entered ? 'kit.consent.whyOther' : 'kit.consent.why', { why: facts.why[locale] })} {link}
      </p>
      {facts.entered ? (
        <div className="tn-form-grid">
          <div className="tn-field">
            <label htmlFor={`${id}-by`}>{t('kit.consent.by')}</label>
            <span className="tn-input">
              <input
                id={`${id}-by`}
                value={givenBy}
                maxLength={120}
                aria-required
                onChange={(event) => setGivenBy(event.target.value)}
              />
            </span>
          </div>
          <div className="tn-field">
            <label htmlFor={`${id}-how`}>{t('kit.consent.how')}</label>
            <span className="tn-input">
              <select
                id={`${id}-how`}
                value={act}
                onChange={(event) => setAct(event.target.value as ConsentAct)}
              >
                {ENTERED.map((one) => (
                  <option key={one} value={one}>
                    {t(`kit.consent.act.${one}`)}
                  </option>
                ))}
              </select>
            </span>
          </div>
          <div className="tn-field">
            <label htmlFor={`${id}-on`}>{t('kit.consent.on')}</label>
            <span className="tn-input">
              <input
                id={`${id}-on`}
                type="date"
                value={givenOn}
                aria-required
                onChange={(event) => setGivenOn(event.target.value)}
              />
            </span>
          </div>
        </div>
      ) : byButton ? null : (
        <label className="tn-check">
          <input type="checkbox" checked={ticked} onChange={(event) => setTicked(event.target.checked)} />
          <span>{t('kit.consent.tick')}</span>
        </label>
      )}
    </fieldset>
  );
  return { note, consent, agree: !facts.entered && byButton, missing: consent === undefined };
}
