import { TicketSettingsPage } from './TicketSettings.tsx';

export default function OfficeTicketSettings() {
  return <TicketSettingsPage base="" />;
}
