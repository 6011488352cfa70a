import type { Id } from '#domain/kernel/ids.ts';
import type { Log } from '#platform/log/log.ts';

export interface Installation {
  readonly ownerUrl: string;
  readonly secret: string;
  readonly filesDir: string;
  readonly log: Log;
  readonly tenantId: Id;
}

export async function seedDemo(_installation: Installation): Promise<void> {}
