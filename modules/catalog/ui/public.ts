export { ExplosionView, CostFacts } from './ExplosionView.tsx';
export { ParameterFields, usualParameters, type ParameterValues } from './ParameterFields.tsx';
export { PartsTable } from './PartsTable.tsx';
export { PartsDrawing } from './PartsDrawing.tsx';
export { ProblemNotice } from './ProblemNotice.tsx';
export { useAsk } from './use-ask.ts';
export { getProduct, listMaterials, listProducts } from '../contract.ts';
