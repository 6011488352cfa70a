import { ApiKeys } from '../ApiKeys.tsx';

export default function OperatorKeys() {
  return <ApiKeys people="/operator/people" />;
}
