import { isId, type Id } from '#domain/kernel/ids.ts';

/** An id as it stands in keys and addresses: its 16 bytes in 22 letters that need no escaping. */
export function shortId(id: Id): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** @returns undefined when it is no id */
export function readShortId(short: string | undefined): Id | undefined {
  const hex = Buffer.from(short ?? '', 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isId(id) ? id : undefined;
}
