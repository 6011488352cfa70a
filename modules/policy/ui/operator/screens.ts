import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { policyUiWords } from '../words.ts';

export const screens = defineOperatorScreens(policyUiWords, []);
