import { choiceKindWords, kindKey } from '#platform/mail/choice-words.ts';
import { choose, loadChoice, readChoiceRef } from '#platform/mail/choice.ts';
import { OPTIONAL_KINDS, type OptionalKind } from '#platform/mail/kinds.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html } from '#platform/pages/html.ts';
import type { PageContent } from '#platform/pages/layout.ts';
import type { PageRequest, PublicPage } from '#platform/pages/serve.ts';
import { say } from '#platform/words/words.ts';
import { choicePageWords } from './choice-words.ts';

type Words = keyof typeof choicePageWords.en & string;

/**
 * Where the recipient of a mail chooses which kinds come, kind by kind; and where a mail program turns off the mail's own
 * kind by one press (RFC 8058). The link in the mail is the proof: no sign-in, no cookie. Opening it changes nothing,
 * because mail programs open links by themselves.
 */
export const choicePage: PublicPage<AppContext> = {
  path: '/mail/choice/:ref/:mark',
  answer: (request) => show(request, null),
  async post(request) {
    const found = mailOf(request.params);
    if (!found) return null;
    const { context, form } = request;
    const oneClick = form.has('List-Unsubscribe');
    const told = await context.db.inTenant(found.tenantId, async (tx) => {
      const choice = await loadChoice(tx, found.mailId);
      if (!choice) return null;
      const at = context.clock.now();
      if (!oneClick) {
        const wanted = new Set(form.get('wanted') ?? []);
        const kinds = OPTIONAL_KINDS.map((kind) => ({ kind, wanted: wanted.has(kind) }));
        await choose(tx, choice.address, kinds, { how: 'page', at });
        return 'done' as const;
      }
      const kind = OPTIONAL_KINDS.find((one) => one === choice.kind);
      if (!kind) return null;
      await choose(tx, choice.address, [{ kind, wanted: false }], { how: 'one-click', at });
      return kind;
    });
    return told && show(request, told);
  },
};

async function show(
  { context, params, language }: PageRequest<AppContext>,
  told: 'done' | OptionalKind | null,
): Promise<PageContent | null> {
  const found = mailOf(params);
  if (!found) return null;
  const choice = await context.db.inTenant(found.tenantId, (tx) => loadChoice(tx, found.mailId));
  if (!choice) return null;
  const { tenantName } = await context.tenantFacts(found.tenantId);
  const t = (key: Words, values = {}): string => say(choicePageWords, language, key, values);
  const named = (kind: OptionalKind): string => say(choiceKindWords, language, kindKey(kind));
  const said = told === 'done' ? t('done') : told && t('off', { kind: named(told) });
  return {
    title: t('title'),
    brand: tenantName,
    body: html`<h1>${t('title')}</h1>
      <p>${t('for', { company: tenantName, address: choice.address })}</p>
      ${said ? html`<p role="status"><strong>${said}</strong></p>` : ''}
      <form method="post">
        <p>${t('wanted')}</p>
        ${OPTIONAL_KINDS.map(
          (kind) =>
            html`<p>
              <label
                ><input
                  type="checkbox"
                  name="wanted"
                  value="${kind}"
                  ${choice.off.has(kind) ? '' : 'checked'}
                />
                ${named(kind)}</label
              >
            </p>`,
        )}
        <p><button type="submit">${t('save')}</button></p>
      </form>
      <p>${t('needed')}</p>`,
  };
}

const mailOf = (params: Readonly<Record<string, string>>) =>
  readChoiceRef(params['ref'] ?? '', params['mark'] ?? '');
