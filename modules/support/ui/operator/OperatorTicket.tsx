import { TicketPage } from '../TicketPage.tsx';

export default function OperatorTicket() {
  return <TicketPage base="/operator" />;
}
