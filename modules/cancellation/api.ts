export type { CaseView, PlanView } from './view-contract.ts';
export { openCase, type CaseRequest, type Judged, type Opened } from './open-case.ts';
export {
  acceptSetOff,
  amendCase,
  answerCase,
  confirmCase,
  decideCase,
  withdrawCase,
  type Decision,
} from './speak-up.ts';
export type { Desk } from './store.ts';
