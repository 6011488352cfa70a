import type { Drilling, PartDefinition } from '#domain/product/definition.ts';
import { EDGE_SIDES } from '#domain/product/parts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { ChoiceCell, LinesCell, NumberCell, TextCell } from './Cell.tsx';
import { BLANK_PART, edgeRole, edgeRule, edgeWhen, placesText, withPlaces } from './draft.ts';
import { ItemList, Items } from './Items.tsx';
import type { SectionProps } from './ProductEditor.tsx';
import { editorWords } from './words.ts';

/** What a unit is made of: size and number by formulas, material, grain, edges, holes. */
export function Parts({ draft, change, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  const roles = (kind: 'board' | 'edge') =>
    draft.roles.filter((role) => role.kind === kind).map(({ role }) => ({ value: role, label: role }));
  return (
    <Items
      title={t('editor.parts')}
      note={t('editor.parts.note')}
      items={draft.parts}
      onChange={(parts) => change({ parts })}
      blank={() => ({ ...BLANK_PART, material: roles('board')[0]?.value ?? '' })}
      add={t('editor.part.add')}
      nameOf={({ name }) => name}
    >
      {(part, at, set) => {
        const fault = (key: string) => faultAt(`parts.${at}.${key}`);
        return (
          <>
            <TextCell
              label={t('editor.part')}
              value={part.name}
              fault={fault('name')}
              onChange={(name) => set({ ...part, name })}
            />
            {(['quantity', 'length', 'width'] as const).map((key) => (
              <TextCell
                key={key}
                label={t(`editor.${key}`)}
                code
                value={part[key]}
                fault={fault(key)}
                onChange={(value) => set({ ...part, [key]: value })}
              />
            ))}
            <ChoiceCell
              label={t('editor.material')}
              value={part.material}
              fault={fault('material')}
              options={roles('board')}
              onChange={(material) => set({ ...part, material })}
            />
            <ChoiceCell
              label={t('editor.grain')}
              value={part.grain}
              options={(['none', 'length', 'width'] as const).map((value) => ({
                value,
                label: t(`editor.grain.${value}`),
              }))}
              onChange={(value) => set({ ...part, grain: value as PartDefinition['grain'] })}
            />
            <Edges part={part} roles={roles('edge')} fault={fault} set={set} />
            <Holes part={part} fault={fault} set={set} />
          </>
        );
      }}
    </Items>
  );
}

interface PartProps {
  readonly part: PartDefinition;
  readonly fault: (key: string) => string | undefined;
  readonly set: (part: PartDefinition) => void;
}

function Edges({
  part,
  roles,
  fault,
  set,
}: PartProps & { readonly roles: readonly { value: string; label: string }[] }) {
  const t = useWords(editorWords);
  const put = (side: (typeof EDGE_SIDES)[number], role: string, when: string): void => {
    const { [side]: _, ...others } = part.edges;
    const rule = edgeRule(role, when);
    set({ ...part, edges: rule === undefined ? others : { ...others, [side]: rule } });
  };
  return EDGE_SIDES.map((side) => {
    const role = edgeRole(part.edges[side]);
    const when = edgeWhen(part.edges[side]);
    return (
      <div key={side} className="tn-flow">
        <ChoiceCell
          label={t('editor.edge', { side })}
          value={role}
          fault={fault(`edges.${side}`) ?? fault(`edges.${side}.role`)}
          options={[{ value: '', label: t('editor.edge.none') }, ...roles]}
          onChange={(next) => put(side, next, when)}
        />
        {role !== '' && (
          <TextCell
            label={t('editor.edge.when', { side })}
            code
            value={when}
            fault={fault(`edges.${side}.when`)}
            onChange={(next) => put(side, role, next)}
          />
        )}
      </div>
    );
  });
}

function Holes({ part, fault, set }: PartProps) {
  const t = useWords(editorWords);
  return (
    <div data-wide="true">
      <ItemList
        title={t('editor.holes')}
        items={part.drilling}
        onChange={(drilling) => set({ ...part, drilling })}
        blank={(): Drilling => ({
          purpose: t('editor.holes.purpose.usual'),
          diameter: 5,
          depth: 12,
          count: '2',
        })}
        add={t('editor.holes.add')}
        nameOf={({ purpose }) => purpose}
      >
        {(hole, at, change) => {
          const wrong = (key: string) => fault(`drilling.${at}.${key}`);
          return (
            <>
              <TextCell
                label={t('editor.holes.purpose')}
                value={hole.purpose}
                fault={wrong('purpose')}
                onChange={(purpose) => change({ ...hole, purpose })}
              />
              <NumberCell
                label={t('editor.holes.diameter')}
                unit="mm"
                value={hole.diameter}
                fault={wrong('diameter')}
                onChange={(diameter) => change({ ...hole, diameter })}
              />
              <NumberCell
                label={t('editor.holes.depth')}
                unit="mm"
                value={hole.depth}
                fault={wrong('depth')}
                onChange={(depth) => change({ ...hole, depth })}
              />
              {'count' in hole && (
                <TextCell
                  label={t('editor.holes.count')}
                  code
                  value={hole.count}
                  fault={wrong('count')}
                  onChange={(count) => change({ ...hole, count })}
                />
              )}
              <LinesCell
                wide
                label={t('editor.holes.places')}
                value={placesText(hole)}
                fault={wrong('at') ?? wrong('at.0.x') ?? wrong('at.0.y')}
                onChange={(text) => change(withPlaces(hole, text))}
              />
            </>
          );
        }}
      </ItemList>
    </div>
  );
}
