import { TicketPage } from './TicketPage.tsx';

export default function OfficeTicket() {
  return <TicketPage base="" />;
}
