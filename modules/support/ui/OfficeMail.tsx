import { MailPage } from './MailPage.tsx';

export default function OfficeMail() {
  return <MailPage base="/mail" />;
}
