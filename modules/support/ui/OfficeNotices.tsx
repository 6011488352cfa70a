import { Notices } from './Notices.tsx';

export default function OfficeNotices() {
  return <Notices base="" />;
}
