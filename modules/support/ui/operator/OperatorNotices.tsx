import { Notices } from '../Notices.tsx';

export default function OperatorNotices() {
  return <Notices base="/operator" />;
}
