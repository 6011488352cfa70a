import type { Problem } from '#platform/http/contract.ts';

/** A refusal that belongs to no single field, with what to do about it. `beside` are the fields that show their own. */
export function ProblemNotice({
  problem,
  beside = '',
}: {
  readonly problem: Problem | null;
  readonly beside?: string;
}) {
  if (!problem) return null;
  const elsewhere = (problem.errors ?? []).filter(
    (error) => beside === '' || !error.field.startsWith(beside),
  );
  const shown =
    (problem.errors ?? []).length > 0 && elsewhere.length === 0 && problem.code === 'parameters_refused';
  if (shown) return null;
  return (
    <div className="tn-notice" data-tone="trouble" role="alert">
      <div>
        <p className="tn-strong">{problem.title}</p>
        {problem.remedy && <p>{problem.remedy}</p>}
      </div>
    </div>
  );
}
