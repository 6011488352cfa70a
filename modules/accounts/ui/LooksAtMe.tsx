import { useRead } from '#platform/web-kit/data.ts';
import { looksAtMe } from '../looks-contract.ts';
import { DataLooks } from './DataLooks.tsx';

export default function LooksAtMe() {
  return <DataLooks of="mine" back="/account" read={useRead(looksAtMe)} />;
}
