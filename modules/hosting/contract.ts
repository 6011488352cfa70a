import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { slug } from './ordering/form.ts';
import { CLOSED_REASONS, DRIVER_KINDS } from './driver.ts';
import { HOLDS, INSTANCE_STATES } from './lifecycle.ts';

export const may = permissions('hosting', {
  read: ['operator'],
  run: ['operator'],
  takeData: ['owner'],
});

export const VERBS = [
  'provision',
  'suspend',
  'resume',
  'backup',
  'copy',
  'drop-copy',
  'export',
  'upgrade',
  'end',
  'delete',
] as const;
export const BACKUP_REASONS = ['schedule', 'asked', 'final', 'before-upgrade'] as const;

const health = z
  .object({
    state: z.enum(['ok', 'slow', 'down']),
    answeredMs: z.number().nullable(),
    notes: z.array(z.string()),
    at: z.string(),
  })
  .nullable();
const usage = z.object({ users: z.number(), bytes: z.number(), at: z.string() }).nullable();

const instanceRow = z.object({
  id: z.string(),
  /** H-0001 */
  number: z.string(),
  kind: z.enum(DRIVER_KINDS),
  slug: z.string(),
  title: z.string(),
  customer: z.string(),
  state: z.enum(INSTANCE_STATES),
  holds: z.array(z.enum(HOLDS)),
  endsAt: z.string().nullable(),
  keptUntil: z.string().nullable(),
  health,
  usage,
  /** share of the plan's limits that is used, the highest; null without limits */
  quotaPercent: z.number().nullable(),
  lastBackupAt: z.string().nullable(),
  /** operations that broke or were refused and were not followed by one that went well */
  trouble: z.array(z.enum(VERBS)),
});
export type InstanceView = z.output<typeof instanceRow>;

const operation = z.object({
  id: z.string(),
  verb: z.enum(VERBS),
  state: z.enum(['waiting', 'running', 'done', 'refused', 'failed']),
  attempts: z.number(),
  /** code of a refusal, or what broke */
  why: z.string(),
  askedName: z.string(),
  askedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type OperationView = z.output<typeof operation>;

const backup = z.object({
  id: z.string(),
  asOf: z.string(),
  provenAt: z.string(),
  reason: z.enum(BACKUP_REASONS),
  bytes: z.number(),
  sha256: z.string(),
  rows: z.number(),
  files: z.number(),
  users: z.number(),
});
export type BackupView = z.output<typeof backup>;

const instanceView = instanceRow.extend({
  url: z.string(),
  version: z.string(),
  loginCheck: z.string().nullable(),
  handedOverAt: z.string().nullable(),
  acceptedAt: z.string().nullable(),
  operations: z.array(operation),
  backups: z.array(backup),
  copies: z.array(
    z.object({ id: z.string(), slug: z.string(), url: z.string(), madeAt: z.string(), until: z.string() }),
  ),
});
export type WholeInstance = z.output<typeof instanceView>;

const ofInstance = z.strictObject({ hostedInstanceId: id });

export const listInstances = route({
  method: 'GET',
  path: '/api/hosting/instances',
  may: may.read,
  summary: 'Hosted instances with state, health and the last proven backup.',
  response: z.object({ instances: z.array(instanceRow) }),
});

export const getInstance = route({
  method: 'GET',
  path: '/api/hosting/instances/:hostedInstanceId',
  may: may.read,
  summary: 'One instance with what was done to it, its backups and copies.',
  params: ofInstance,
  response: instanceView,
});

export const orderForCustomer = route({
  method: 'POST',
  path: '/api/hosting/instances',
  may: may.run,
  summary:
    'Order an instance for a customer: the first term is invoiced, and it is made now or when that is paid.',
  body: z.strictObject({
    slug,
    title: line(80),
    customerId: id,
    planId: id,
    /** codes of add-on plans, and of customisations, that the offer has */
    addons: z.array(z.string().max(30)).max(20).default([]),
    works: z.array(z.string().max(30)).max(20).default([]),
    terms: z.strictObject({
      acceptedBy: line(120),
      act: z.enum(['ticked', 'in-person', 'letter', 'telephone']),
    }),
    makeNow: z.boolean(),
  }),
  response: instanceView,
});

export const holdInstance = route({
  method: 'POST',
  path: '/api/hosting/instances/:hostedInstanceId/holds',
  may: may.run,
  summary: 'Close an instance for a time, or lift one of the reasons.',
  params: ofInstance,
  body: z.strictObject({ hold: z.enum(HOLDS), on: z.boolean() }),
  response: instanceView,
});

export const askForBackup = route({
  method: 'POST',
  path: '/api/hosting/instances/:hostedInstanceId/backups',
  may: may.run,
  summary: 'Make a backup and prove it.',
  params: ofInstance,
  response: instanceView,
});

export const restoreCopy = route({
  method: 'POST',
  path: '/api/hosting/instances/:hostedInstanceId/copies',
  may: may.run,
  summary: 'Put a backup back beside the instance, to look at.',
  params: ofInstance,
  body: z.strictObject({ backupId: id }),
  response: instanceView,
});

export const dropCopy = route({
  method: 'POST',
  path: '/api/hosting/instances/:hostedInstanceId/copies/drop',
  may: may.run,
  summary: 'Take a copy away.',
  params: ofInstance,
  body: z.strictObject({ copyId: id }),
  response: instanceView,
});

export const retryOperation = route({
  method: 'POST',
  path: '/api/hosting/instances/:hostedInstanceId/retries',
  may: may.run,
  summary: 'Ask once more for what failed or was refused.',
  params: ofInstance,
  body: z.strictObject({ operationId: id }),
  response: instanceView,
});

/** Why a workspace is closed; asked by whoever finds its door closed. */
export const describeDoor = route({
  method: 'GET',
  path: '/api/workspace/door',
  may: 'signed-in',
  summary: 'Whether this workspace is open, and why not.',
  response: z.object({
    closed: z.object({ reason: z.enum(CLOSED_REASONS), since: z.string() }).nullable(),
  }),
});

export const takeData = route({
  method: 'GET',
  path: '/api/workspace/exports/data.zip',
  may: may.takeData,
  summary: 'All data of this workspace: every table as CSV and JSON, with documents and files.',
  kind: 'file',
});
