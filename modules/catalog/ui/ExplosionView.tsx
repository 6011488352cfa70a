import { Card, Columns, Facts } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { Explosion } from '../contract.ts';
import { PartsDrawing } from './PartsDrawing.tsx';
import { PartsTable } from './PartsTable.tsx';
import { catalogUiWords } from './words.ts';

/** Parts true to scale, the cut list, hardware and work of what was exploded; cost by cause where nothing else shows it. */
export function ExplosionView({
  explosion,
  cost = false,
}: {
  readonly explosion: Explosion;
  readonly cost?: boolean;
}) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  return (
    <>
      <Card title={t('catalog.toScale')}>
        <PartsDrawing parts={explosion.parts} />
      </Card>
      <Card
        title={t('catalog.cutList')}
        side={<span className="tn-num">{f.count(explosion.pieces)}</span>}
        flush
      >
        <PartsTable parts={explosion.parts} />
      </Card>
      <Columns>
        {cost && (
          <Card title={t('catalog.cost')}>
            <CostFacts explosion={explosion} />
          </Card>
        )}
        {explosion.hardware.length > 0 && (
          <Card title={t('catalog.hardwareNeeded')}>
            <Facts
              facts={explosion.hardware.map((item) => ({ label: item.name, value: f.count(item.quantity) }))}
            />
          </Card>
        )}
        <Card title={t('catalog.work')}>
          <Facts
            facts={explosion.operations.map((step) => ({
              label: step.name,
              value: f.minutes(step.minutes),
            }))}
          />
        </Card>
      </Columns>
    </>
  );
}

/** Direct cost by cause, weight and edge band, in one column. */
export function CostFacts({ explosion }: { readonly explosion: Explosion }) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const { cost, currency } = explosion;
  return (
    <Facts
      facts={[
        { label: t('catalog.cost.boards'), value: f.money(cost.boards, currency) },
        { label: t('catalog.cost.edges'), value: f.money(cost.edges, currency) },
        { label: t('catalog.cost.hardware'), value: f.money(cost.hardware, currency) },
        {
          label: `${t('catalog.cost.labour')} (${f.minutes(explosion.minutes)})`,
          value: f.money(cost.labour, currency),
        },
        { label: t('catalog.cost.total'), value: <strong>{f.money(cost.total, currency)}</strong> },
        { label: t('catalog.cost.setUp'), value: f.money(cost.setUp, currency) },
        { label: t('catalog.weight'), value: f.kilograms(explosion.kilograms) },
        { label: t('catalog.edgeMetres'), value: f.metres(hundredthsOfMm(explosion.edgeMetres)) },
      ]}
    />
  );
}

const hundredthsOfMm = (metres: number): number => Math.round(metres * 100_000);
