import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { care, careAgain, followMoney, followServers } from './care.ts';
import { caseWords } from './case-words.ts';
import { doDuties } from './duties/do-duties.ts';
import { intakeHandlers } from './intake/routes.ts';
import { takeMail, takeSorted } from './intake/take-mail.ts';
import { linkPage } from './pages/link-page.ts';
import { cancellationPersonal } from './personal.ts';
import './promises.ts';
import { cancellationHandlers } from './routes.ts';

export { startCancellationCare } from './care.ts';

export const cancellation: Module<AppContext> = {
  name: 'cancellation',
  migrations: migrationsOf('cancellation', import.meta.url),
  handlers: [...cancellationHandlers, ...intakeHandlers],
  jobs: [care, careAgain, doDuties, takeMail],
  readers: [followMoney, followServers, takeSorted],
  words: [caseWords],
  pages: [linkPage],
  personal: cancellationPersonal,
};
