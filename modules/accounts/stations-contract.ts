import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { role } from './contract.ts';

export { signInWithPin, thisDevice } from './device-contract.ts';

/** Stations that several people share: devices the tenant trusts, and the PINs that take them over. */

export const stationsMay = permissions('accounts', {
  /** devices that several people share, and the PINs for them */
  manageStations: ['owner', 'office', 'planner'],
});

const lockSeconds = z.number().int().min(30).max(3600);

export const listShared = route({
  method: 'GET',
  path: '/api/shared-stations',
  may: stationsMay.manageStations,
  summary: 'Devices that several people share, and who has a PIN for them.',
  response: z.object({
    devices: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        lockSeconds: z.number(),
        madeAt: z.string(),
        seenAt: z.string().nullable(),
        /** the browser that asks is this device */
        here: z.boolean(),
      }),
    ),
    people: z.array(
      z.object({
        loginId: z.string(),
        name: z.string(),
        role,
        pinMadeAt: z.string().nullable(),
        badgeMadeAt: z.string().nullable(),
      }),
    ),
  }),
});
export type SharedStations = z.output<typeof listShared.response>;

export const shareDevice = route({
  method: 'POST',
  path: '/api/shared-stations',
  may: stationsMay.manageStations,
  idempotent: false,
  summary: 'Make the browser that asks a shared station: from now on it locks by itself and opens by PIN.',
  body: z.strictObject({ name: line(80), lockSeconds: lockSeconds.default(90) }),
  response: z.object({ id: z.string() }),
});

const deviceParams = z.strictObject({ deviceId: id });

export const changeDevice = route({
  method: 'PUT',
  path: '/api/shared-stations/:deviceId',
  may: stationsMay.manageStations,
  summary: 'Change the name of a shared station, and after how long it locks.',
  params: deviceParams,
  body: z.strictObject({ name: line(80), lockSeconds }),
  response: z.object({}),
});

export const revokeDevice = route({
  method: 'DELETE',
  path: '/api/shared-stations/:deviceId',
  may: stationsMay.manageStations,
  summary: 'Trust a device no longer: what was opened there by PIN ends at once.',
  params: deviceParams,
  response: z.object({}),
});

export const makePin = route({
  method: 'POST',
  path: '/api/shared-stations/pins/:loginId',
  may: stationsMay.manageStations,
  secret: true,
  summary: 'Make a new PIN for somebody who works here; it is shown this once.',
  params: z.strictObject({ loginId: id }),
  response: z.object({ pin: z.string() }),
});

export const dropPin = route({
  method: 'DELETE',
  path: '/api/shared-stations/pins/:loginId',
  may: stationsMay.manageStations,
  summary: 'Take somebody’s PIN away.',
  params: z.strictObject({ loginId: id }),
  response: z.object({}),
});

export const makeBadges = route({
  method: 'POST',
  path: '/api/shared-stations/badges',
  may: stationsMay.manageStations,
  secret: true,
  summary:
    'Make new badges for people who work here, to be printed at once: their codes are shown this once.',
  body: z.strictObject({ loginIds: z.array(id).min(1).max(60) }),
  response: z.object({
    badges: z.array(z.object({ loginId: z.string(), name: z.string(), code: z.string(), svg: z.string() })),
  }),
});
export type Badges = z.output<typeof makeBadges.response>['badges'];

export const dropBadge = route({
  method: 'DELETE',
  path: '/api/shared-stations/badges/:loginId',
  may: stationsMay.manageStations,
  summary: 'Take somebody’s badge away: whoever finds it opens nothing.',
  params: z.strictObject({ loginId: id }),
  response: z.object({}),
});

export const makeMyPin = route({
  method: 'POST',
  path: '/api/me/pin',
  may: 'signed-in',
  secret: true,
  summary: 'Make a new PIN for oneself; it is shown this once.',
  response: z.object({ pin: z.string() }),
});
