export { ChecksField } from './operator/ListFields.tsx';
