import { Inbox } from '../Inbox.tsx';

export default function OperatorInbox() {
  return <Inbox base="/operator/mail" />;
}
