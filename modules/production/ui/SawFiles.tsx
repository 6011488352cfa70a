import type { Id } from '#domain/kernel/ids.ts';
import { Card } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { PlanPage } from '../contract.ts';
import { officeWords } from './words.ts';

/** Address of a file of a plan. */
export const fileOf = (planId: Id, kind: 'ptx' | 'dxf' | 'steps', pattern = 1): string =>
  `/api/cutting/plans/${planId}/saw-files/${kind}${kind === 'dxf' ? `?pattern=${pattern}` : ''}`;

/** What may be carried to the saw, how far it is proven on one, and why a file is not written. */
export function SawFiles({ page, planId }: { readonly page: PlanPage; readonly planId: Id }) {
  const t = useWords(officeWords);
  if (page.plan.faults.length > 0) return null;
  return (
    <Card title={t('production.sawFiles')}>
      <ul className="pr-files">
        <li>
          <a className="tn-button" href={fileOf(planId, 'steps')}>
            {t('production.sawFile.steps')}
          </a>
        </li>
        {page.sawFiles.map(({ kind, proof, refused }) => (
          <li key={kind}>
            {kind === 'ptx' && refused === null ? (
              <a className="tn-button" href={fileOf(planId, kind)}>
                {t('production.sawFile.ptx')}
              </a>
            ) : (
              <span className="tn-strong">{t(`production.sawFile.${kind}`)}</span>
            )}
            <StateTag tone={proof === 'validated' ? 'done' : 'waiting'}>
              {t(`production.proof.${proof}`)}
            </StateTag>
            <span className="tn-small tn-muted">{refused ?? t(`production.sawFile.${kind}.note`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
