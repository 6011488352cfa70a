export { ChecksField, LinesField } from './operator/ListFields.tsx';
