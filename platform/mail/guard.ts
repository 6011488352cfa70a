import type { Id } from '#domain/kernel/ids.ts';
import type { MailKind } from './kinds.ts';

/** Whether a mail of this kind may go to an address; asked at the moment of sending. */
type MailGuard = (tenantId: Id, kind: MailKind, recipient: string) => Promise<boolean>;

let guard: MailGuard = () => Promise.resolve(true);

/** Plugged in by the server: who had their data restricted is written to only what they are owed. */
export function plugMailGuard(plugged: MailGuard): void {
  guard = plugged;
}

/** @see P-rights (restriction) */
export const mayBeSent: MailGuard = (tenantId, kind, recipient) => guard(tenantId, kind, recipient);
