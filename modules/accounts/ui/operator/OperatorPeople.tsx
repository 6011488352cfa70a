import { People } from '../People.tsx';

export default function OperatorPeople() {
  return <People base="/operator" />;
}
