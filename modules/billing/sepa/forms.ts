import type { FormDeclaration } from '#platform/module/module.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';

/** A mandate as a customer signed it and staff enters it. */
const mandate: FormDeclaration = {
  id: 'billing.mandate',
  version: 1,
  purpose: 'billing',
  about: 'tenant-data',
  fields: [
    { name: 'accountName', category: 'bank', optional: false },
    { name: 'iban', category: 'bank', optional: false },
    { name: 'bic', category: 'bank', optional: true },
  ],
};

export const sepaForms: readonly FormDeclaration[] = [mandate];

export const sepaSealed: readonly SealedColumn[] = [
  { table: 'sepa_mandate', column: 'iban_sealed', row: 'id' },
  { table: 'payment_run', column: 'file_sealed', row: 'id' },
];
