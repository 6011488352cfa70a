import { Tickets } from './Tickets.tsx';

export default function OfficeTickets() {
  return <Tickets base="" />;
}
