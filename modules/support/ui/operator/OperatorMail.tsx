import { MailPage } from '../MailPage.tsx';

export default function OperatorMail() {
  return <MailPage base="/operator/mail" />;
}
