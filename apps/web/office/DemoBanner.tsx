import { useDemoRole, useRoleName } from '#modules/accounts/ui/screens.ts';
import { useSession } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { officeWords } from './words.ts';

/** One line that says this is the demo, and lets one look through another role's eyes. */
export function DemoBanner() {
  const t = useWords(officeWords);
  const session = useSession();
  const demo = useDemoRole();
  const name = useRoleName();
  if (!session) return null;
  return (
    <div className="of-strip">
      <span>{t('demo')}</span>
      {session.demoRoles.length > 0 && (
        <label>
          {t('demo.role')}
          <select
            value={session.role ?? ''}
            disabled={demo.busy}
            onChange={(event) => demo.run(event.target.value)}
          >
            {session.demoRoles.map((role) => (
              <option key={role} value={role}>
                {name(role)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
