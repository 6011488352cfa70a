import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may as consentMay } from '../../consent/contract.ts';
import { consentUiWords } from '../consent-words.ts';
import { policyUiWords } from '../words.ts';

export const screens = defineOperatorScreens(policyUiWords, []);
