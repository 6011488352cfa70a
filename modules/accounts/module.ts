import { plainIban } from '#domain/money/iban.ts';
import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { accountsForms } from './forms.ts';
import { accountsPersonal } from './personal.ts';
import { sendReset } from './passwords.ts';
import { announceEnding, tellOfEnding } from './contract-ending-mail.ts';
import { announceDisclosure, tellOfDisclosure } from './disclosure-mail.ts';
import { announceDraft, announcePublished, policyMailJobs } from './policy-mail.ts';
import { forgetPicture } from './pictures.ts';
import { handlers } from './routes.ts';
import { forgetVatChecks } from './vat-checks.ts';
import { accountsWords } from './words.ts';
import './promises.ts';

export { callerOf } from './caller-of.ts';
export { callerOfSession } from './sessions.ts';
export { recordLook } from './data-looks.ts';
export { admitSession } from './activation.ts';
export { decidePassword } from './password-choice.ts';
export { addMember, createTenant, type NewMember } from './members.ts';
export { listMembersOf, listOperatorStaff } from './staff.ts';
export { saveCompany } from './company.ts';
export { VIES } from './vies.ts';
export { createCustomer } from './customers.ts';

export const accounts: Module<AppContext> = {
  name: 'accounts',
  migrations: migrationsOf('accounts', import.meta.url),
  handlers,
  jobs: [sendReset, tellOfEnding, tellOfDisclosure, ...policyMailJobs],
  readers: [
    forgetVatChecks,
    announcePublished,
    announceDraft,
    announceEnding,
    announceDisclosure,
    forgetPicture,
  ],
  words: [accountsWords],
  personal: accountsPersonal,
  sealed: [
    {
      table: 'company',
      column: 'iban_sealed',
      row: 'tenant_id',
      plain: { column: 'iban', normal: plainIban, mark: { column: 'iban_mark', use: 'accounts.iban' } },
    },
    { table: 'company_bank_change', column: 'iban_sealed', row: 'id' },
    { table: 'login_totp', column: 'secret', row: 'login_id', global: true },
  ],
  forms: accountsForms,
};
