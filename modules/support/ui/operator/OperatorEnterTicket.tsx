import { EnterTicket } from '../EnterTicket.tsx';

export default function OperatorEnterTicket() {
  return <EnterTicket base="/operator" />;
}
