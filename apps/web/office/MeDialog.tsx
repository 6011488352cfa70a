import { useSignOut } from '#modules/accounts/ui/screens.ts';
import { LOCALES } from '#platform/words/words.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { chooseLocale, useLocale } from '#platform/web-kit/locale.ts';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { listShortcuts } from '#platform/web-kit/shortcuts.ts';
import { chooseTheme, THEMES, useTheme } from '#platform/web-kit/theme-choice.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { kitWords } from '#platform/web-kit/words.ts';
import { officeWords } from './words.ts';

interface Choice<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, beside each other; arrow keys move, as in every group of radio buttons. */
function Choose<T extends string>({ name, label, value, options, onChange }: Choice<T>) {
  return (
    <fieldset className="of-choose">
      <legend className="tn-strong">{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Each language is offered in its own words. */
const languageName = (locale: string): string =>
  new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;

export function MeDialog({
  open,
  onClose,
  onKeys,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onKeys: () => void;
}) {
  const t = useWords(officeWords);
  const theme = useTheme();
  const locale = useLocale();
  const out = useSignOut();
  const go = useGo();
  return (
    <Dialog open={open} onClose={onClose} title={t('me.title')} width={26}>
      <div className="tn-flow">
        <Choose
          name="theme"
          label={t('me.theme')}
          value={theme.choice}
          options={THEMES.map((value) => ({ value, label: t(`me.theme.${value}`) }))}
          onChange={chooseTheme}
        />
        <Choose
          name="locale"
          label={t('me.language')}
          value={locale}
          options={LOCALES.map((value) => ({ value, label: languageName(value) }))}
          onChange={chooseLocale}
        />
        <div className="tn-row">
          <Button
            onClick={() => {
              onClose();
              go('/account');
            }}
          >
            {t('me.account')}
          </Button>
          <Button onClick={onKeys}>{t('me.keys')}</Button>
          <Button busy={out.busy} onClick={out.run}>
            {t('me.out')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** `?`: every key that works here, the places first. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useWords(kitWords);
  const all = open ? listShortcuts() : [];
  const places = all.filter(({ keys }) => keys.startsWith('g '));
  const here = all.filter(({ keys }) => !keys.startsWith('g ') && keys !== '?' && keys !== '/');
  const everywhere = [
    { keys: 'Ctrl K', label: t('kit.help.palette') },
    { keys: '?', label: t('kit.help.help') },
    { keys: 'j k', label: t('kit.help.move') },
    { keys: '⏎', label: t('kit.help.open') },
    { keys: 'Esc', label: t('kit.help.close') },
  ];
  const groups = [
    { title: t('kit.help.places'), keys: places },
    { title: t('kit.help.here'), keys: here },
    { title: t('kit.help.everywhere'), keys: everywhere },
  ].filter(({ keys }) => keys.length > 0);
  return (
    <Dialog open={open} onClose={onClose} title={t('kit.help.title')} width={38}>
      <div className="of-keys">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="tn-label">{group.title}</h3>
            <dl className="tn-keys">
              {group.keys.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>
                    {keys.split(' ').map((key, i) => (
                      <span key={i} className="tn-key">
                        {key}
                      </span>
                    ))}
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
