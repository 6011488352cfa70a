import { useWords } from '#platform/web-kit/use-words.ts';
import { Card } from '#platform/web-kit/page.tsx';
import { ChoiceCell, LinesCell, NumberCell, TextCell } from './Cell.tsx';
import { blankParameter, optionsText, readOptions, roleOf } from './draft.ts';
import { ItemList, Items } from './Items.tsx';
import type { SectionProps } from './ProductEditor.tsx';
import { editorWords } from './words.ts';

export { Parts } from './Parts.tsx';

const KINDS = ['length', 'count', 'choice', 'decor', 'boolean'] as const;

/** What can be chosen, and between which bounds. */
export function Parameters({ draft, change, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  return (
    <Items
      title={t('editor.parameters')}
      note={t('editor.parameters.note')}
      items={draft.parameters}
      onChange={(parameters) => change({ parameters })}
      blank={() => blankParameter('length')}
      add={t('editor.parameter.add')}
      nameOf={({ label, name }) => label || name}
    >
      {(parameter, at, set) => {
        const fault = (key: string) => faultAt(`parameters.${at}.${key}`);
        return (
          <>
            <TextCell
              label={t('editor.inFormulas')}
              code
              value={parameter.name}
              fault={fault('name')}
              onChange={(name) => set({ ...parameter, name })}
            />
            <TextCell
              label={t('editor.label')}
              value={parameter.label}
              fault={fault('label')}
              onChange={(label) => set({ ...parameter, label })}
            />
            <ChoiceCell
              label={t('editor.kind')}
              value={parameter.kind}
              fault={fault('kind')}
              options={KINDS.map((kind) => ({ value: kind, label: t(`editor.kind.${kind}`) }))}
              onChange={(kind) => set(blankParameter(kind as (typeof KINDS)[number], parameter))}
            />
            {'min' in parameter &&
              (['min', 'max', 'step', 'default'] as const).map((key) => (
                <NumberCell
                  key={key}
                  label={t(`editor.${key}`)}
                  value={parameter[key]}
                  fault={fault(key)}
                  {...(parameter.kind === 'length' ? { unit: 'mm' } : {})}
                  onChange={(value) => set({ ...parameter, [key]: value })}
                />
              ))}
            {'options' in parameter && (
              <>
                <LinesCell
                  wide
                  label={t('editor.options')}
                  value={optionsText(parameter.options)}
                  fault={fault('options') ?? fault('options.0.value')}
                  onChange={(text) => set({ ...parameter, options: readOptions(text) })}
                />
                <ChoiceCell
                  label={t('editor.default')}
                  value={parameter.default}
                  fault={fault('default')}
                  options={[...parameter.options]}
                  onChange={(value) => set({ ...parameter, default: value })}
                />
              </>
            )}
            {parameter.kind === 'boolean' && (
              <ChoiceCell
                label={t('editor.default')}
                value={String(parameter.default)}
                options={[
                  { value: 'true', label: t('editor.yes') },
                  { value: 'false', label: t('editor.no') },
                ]}
                onChange={(value) => set({ ...parameter, default: value === 'true' })}
              />
            )}
          </>
        );
      }}
    </Items>
  );
}

/** What parts ask for, and which material of the list they get. */
export function Roles({ draft, change, shop, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  const choices = draft.parameters.filter((parameter) => 'options' in parameter);
  const codes = (kind: 'board' | 'edge') =>
    (kind === 'board' ? shop.boards : shop.edges).map(({ code, name }) => ({
      value: code,
      label: `${name} · ${code}`,
    }));
  return (
    <Items
      title={t('editor.roles')}
      note={t('editor.roles.note')}
      items={draft.roles}
      onChange={(roles) => change({ roles })}
      blank={() => ({ role: '', kind: 'board' as const, code: shop.boards[0]?.code ?? '' })}
      add={t('editor.role.add')}
      nameOf={({ role }) => role}
    >
      {(role, at, set) => {
        const fault = (key: string) => faultAt(`roles.${at}.${key}`);
        const first = codes(role.kind)[0]?.value ?? '';
        return (
          <>
            <TextCell
              label={t('editor.role')}
              code
              value={role.role}
              fault={fault('role')}
              onChange={(name) => set({ ...role, role: name })}
            />
            <ChoiceCell
              label={t('editor.kind')}
              value={role.kind}
              options={(['board', 'edge'] as const).map((kind) => ({
                value: kind,
                label: t(`editor.role.${kind}`),
              }))}
              onChange={(kind) => {
                const other = kind as 'board' | 'edge';
                set({ role: role.role, kind: other, code: codes(other)[0]?.value ?? '' });
              }}
            />
            <ChoiceCell
              label={t('editor.role.by')}
              value={'parameter' in role ? role.parameter : ''}
              fault={fault('parameter')}
              options={[
                { value: '', label: t('editor.role.always') },
                ...choices.map(({ name, label }) => ({ value: name, label: label || name })),
              ]}
              onChange={(name) =>
                set(
                  roleOf(
                    role,
                    choices.find((each) => each.name === name),
                    first,
                  ),
                )
              }
            />
            {'code' in role ? (
              <ChoiceCell
                label={t('editor.material')}
                value={role.code}
                fault={fault('code')}
                options={codes(role.kind)}
                onChange={(code) => set({ ...role, code })}
              />
            ) : (
              optionsOf(draft, role.parameter).map(({ value, label }) => (
                <ChoiceCell
                  key={value}
                  label={label}
                  value={role.codes[value] ?? ''}
                  fault={fault(`codes.${value}`) ?? fault('codes')}
                  options={codes(role.kind)}
                  onChange={(code) => set({ ...role, codes: { ...role.codes, [value]: code } })}
                />
              ))
            )}
          </>
        );
      }}
    </Items>
  );
}

function optionsOf(draft: SectionProps['draft'], name: string) {
  const parameter = draft.parameters.find((each) => each.name === name);
  return parameter && 'options' in parameter ? parameter.options : [];
}

/** Values that several parts need, worked out once. */
export function Formulas({ draft, change, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  return (
    <Items
      title={t('editor.formulas')}
      note={t('editor.formulas.note')}
      items={draft.formulas}
      onChange={(formulas) => change({ formulas })}
      blank={() => ({ name: '', formula: '' })}
      add={t('editor.formula.add')}
      nameOf={({ name }) => name}
    >
      {(item, at, set) => (
        <>
          <TextCell
            label={t('editor.inFormulas')}
            code
            value={item.name}
            fault={faultAt(`formulas.${at}.name`)}
            onChange={(name) => set({ ...item, name })}
          />
          <TextCell
            label={t('editor.formula')}
            code
            value={item.formula}
            fault={faultAt(`formulas.${at}.formula`)}
            onChange={(formula) => set({ ...item, formula })}
          />
        </>
      )}
    </Items>
  );
}

/** What must not be, and what wants a second look. */
export function Rules({ draft, change, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  return (
    <Items
      title={t('editor.rules')}
      note={t('editor.rules.note')}
      items={draft.rules}
      onChange={(rules) => change({ rules })}
      blank={() => ({ code: '', when: '', severity: 'warning' as const })}
      add={t('editor.rule.add')}
      nameOf={({ code }) => code}
    >
      {(rule, at, set) => (
        <>
          <TextCell
            label={t('editor.code')}
            code
            value={rule.code}
            fault={faultAt(`rules.${at}.code`)}
            onChange={(code) => set({ ...rule, code })}
          />
          <TextCell
            label={t('editor.when')}
            code
            value={rule.when}
            fault={faultAt(`rules.${at}.when`)}
            onChange={(when) => set({ ...rule, when })}
          />
          <ChoiceCell
            label={t('editor.severity')}
            value={rule.severity}
            options={(['error', 'warning'] as const).map((value) => ({
              value,
              label: t(`editor.severity.${value}`),
            }))}
            onChange={(value) => set({ ...rule, severity: value as 'error' | 'warning' })}
          />
        </>
      )}
    </Items>
  );
}

export function Hardware({ draft, change, shop, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  const items = shop.hardware.map(({ code, name }) => ({ value: code, label: `${name} · ${code}` }));
  return (
    <Items
      title={t('editor.hardware')}
      items={draft.hardware}
      onChange={(hardware) => change({ hardware })}
      blank={() => ({ code: items[0]?.value ?? '', quantity: '1' })}
      add={t('editor.hardware.add')}
      nameOf={({ code }) => code}
    >
      {(item, at, set) => (
        <>
          <ChoiceCell
            label={t('editor.hardware')}
            value={item.code}
            fault={faultAt(`hardware.${at}.code`)}
            options={items}
            onChange={(code) => set({ ...item, code })}
          />
          <TextCell
            label={t('editor.quantity')}
            code
            value={item.quantity}
            fault={faultAt(`hardware.${at}.quantity`)}
            onChange={(quantity) => set({ ...item, quantity })}
          />
        </>
      )}
    </Items>
  );
}

/** Where parts go, and the work on the whole: assembly, packing, in this order. */
export function Routing({ draft, change, shop, faultAt }: SectionProps) {
  const t = useWords(editorWords);
  const { routing } = draft;
  const centres = (...kinds: readonly string[]) =>
    shop.centres
      .filter((centre) => kinds.length === 0 || kinds.includes(centre.kind))
      .map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Card title={t('editor.routing')}>
      <div className="tn-flow">
        <div className="pe-cells">
          {(['saw', 'edge', 'drill'] as const).map((kind) => (
            <ChoiceCell
              key={kind}
              label={t(`editor.centre.${kind}`)}
              value={routing[kind]}
              fault={faultAt(`routing.${kind}`)}
              options={centres(kind)}
              onChange={(code) => change({ routing: { ...routing, [kind]: code } })}
            />
          ))}
        </div>
        <ItemList
          title={t('editor.unit')}
          note={t('editor.unit.note')}
          items={routing.unit}
          onChange={(unit) => change({ routing: { ...routing, unit } })}
          blank={() => ({ centre: centres('assembly')[0]?.value ?? '', minutes: '5' })}
          add={t('editor.unit.add')}
          nameOf={({ centre }) => centre}
        >
          {(step, at, set) => (
            <>
              <ChoiceCell
                label={t('editor.centre')}
                value={step.centre}
                fault={faultAt(`routing.unit.${at}.centre`)}
                options={centres('assembly', 'finishing', 'packing', 'delivery')}
                onChange={(centre) => set({ ...step, centre })}
              />
              <TextCell
                label={t('editor.minutes')}
                code
                value={step.minutes}
                fault={faultAt(`routing.unit.${at}.minutes`)}
                onChange={(minutes) => set({ ...step, minutes })}
              />
            </>
          )}
        </ItemList>
      </div>
    </Card>
  );
}
