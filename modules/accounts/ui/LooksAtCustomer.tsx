import { useRead } from '#platform/web-kit/data.ts';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { looksAtCustomer } from '../looks-contract.ts';
import { DataLooks } from './DataLooks.tsx';

export default function LooksAtCustomer() {
  const customerId = useParam('customerId');
  const read = useRead(looksAtCustomer, { params: { customerId } });
  return <DataLooks of="customer" back={`/customers/${customerId}`} read={read} />;
}
