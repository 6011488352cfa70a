import { EnterTicket } from './EnterTicket.tsx';

export default function OfficeEnterTicket() {
  return <EnterTicket base="" />;
}
