import { defineOperatorScreens } from '#platform/web-kit/screen.ts';
import { may } from '../../contract.ts';
import { may as consentMay } from '../../consent/contract.ts';
import { consentUiWords } from '../consent-words.ts';
import { may as processorMay } from '../../processors/contract.ts';
import { processorUiWords } from '../processor-words.ts';
import { may as recipientMay } from '../../recipients/contract.ts';
import { may as releaseMay } from '../../release/contract.ts';
import { releaseUiWords } from '../release-words.ts';
import { disclosureUiWords } from '../disclosure-words.ts';
import { ownServerWords } from '../own-server-words.ts';
import { policyUiWords } from '../words.ts';

export const screens = [
  ...defineOperatorScreens(policyUiWords, [
    {
      path: '/operator/policies',
      title: 'policies.title',
      may: may.read,
      nav: { group: 'promises', order: 10 },
      component: () => import('./Policies.tsx'),
    },
    {
      path: '/operator/policies/$document',
      title: 'policies.title',
      may: may.write,
      component: () => import('./PolicyEditor.tsx'),
    },
    {
      path: '/operator/proofs',
      title: 'proofs.title',
      may: may.read,
      nav: { group: 'promises', order: 20 },
      component: () => import('./Proofs.tsx'),
    },
  ]),
  ...defineOperatorScreens(processorUiWords, [
    {
      path: '/operator/processors',
      title: 'processors.title',
      may: processorMay.processors,
      nav: { group: 'promises', order: 50 },
      component: () => import('./Processors.tsx'),
    },
    {
      path: '/operator/egress',
      title: 'egress.title',
      may: processorMay.processors,
      nav: { group: 'promises', order: 60 },
      component: () => import('./EgressLog.tsx'),
    },
    {
      path: '/operator/audit',
      title: 'audit.title',
      may: processorMay.processors,
      nav: { group: 'installation', order: 40 },
      component: () => import('./AuditLog.tsx'),
    },
  ]),
  ...defineOperatorScreens(ownServerWords, [
    {
      path: '/operator/inside',
      title: 'inside.title',
      may: recipientMay.decide,
      nav: { group: 'installation', order: 30 },
      component: () => import('./InsidePlaces.tsx'),
    },
    {
      path: '/operator/own-servers',
      title: 'ownServers.title',
      may: recipientMay.ownServers,
      nav: { group: 'installation', order: 20 },
      component: () => import('../OwnServers.tsx'),
    },
  ]),
  ...defineOperatorScreens(disclosureUiWords, [
    {
      path: '/operator/disclosures',
      title: 'disclosures.title',
      may: recipientMay.decide,
      nav: { group: 'people', order: 40 },
      component: () => import('./Disclosures.tsx'),
    },
  ]),
  ...defineOperatorScreens(releaseUiWords, [
    {
      path: '/operator/releases',
      title: 'releases.title',
      may: releaseMay.releases,
      nav: { group: 'promises', order: 70 },
      component: () => import('./Releases.tsx'),
    },
  ]),
  ...defineOperatorScreens(consentUiWords, [
    {
      path: '/operator/record',
      title: 'record.title',
      may: consentMay.proofs,
      nav: { group: 'promises', order: 30 },
      component: () => import('./Record.tsx'),
    },
    {
      path: '/operator/consents',
      title: 'proofs.title',
      may: consentMay.proofs,
      nav: { group: 'promises', order: 40 },
      component: () => import('./Consents.tsx'),
    },
  ]),
];
