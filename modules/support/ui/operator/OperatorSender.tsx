import { SenderPage } from '../SenderPage.tsx';

export default function OperatorSender() {
  return <SenderPage back="/operator/mail" servers="/operator/own-servers" />;
}
