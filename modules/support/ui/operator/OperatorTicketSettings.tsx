import { TicketSettingsPage } from '../TicketSettings.tsx';

export default function OperatorTicketSettings() {
  return <TicketSettingsPage base="/operator" />;
}
