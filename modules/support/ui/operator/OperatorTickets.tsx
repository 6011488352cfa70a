import { Tickets } from '../Tickets.tsx';

export default function OperatorTickets() {
  return <Tickets base="/operator" />;
}
