import { SenderPage } from './SenderPage.tsx';

export default function OfficeSender() {
  return <SenderPage back="/mail" servers="/own-servers" />;
}
