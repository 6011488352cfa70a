import type { FormDeclaration } from '#platform/module/module.ts';

const forms = new Map<string, FormDeclaration>();

/**
 * Makes the forms of every module known, at start-up. The list is closed by that: a route cannot collect by a form
 * that no manifest declares.
 *
 * @throws Error when two different forms share an id
 */
export function registerForms(declared: readonly FormDeclaration[]): void {
  for (const form of declared) {
    const known = forms.get(form.id);
    if (known && JSON.stringify(known) !== JSON.stringify(form))
      throw new Error(`two forms are called ${form.id}`);
    forms.set(form.id, form);
  }
}

/** @returns undefined for a form that no manifest declares */
export function formOf(id: string): FormDeclaration | undefined {
  return forms.get(id);
}

export function listForms(): FormDeclaration[] {
  return [...forms.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
