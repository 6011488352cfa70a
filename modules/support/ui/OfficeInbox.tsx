import { Inbox } from './Inbox.tsx';

export default function OfficeInbox() {
  return <Inbox base="/mail" />;
}
