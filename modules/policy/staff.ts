import type { Tx } from '#platform/postgres/tx.ts';

/** Somebody of the operator's staff who can sign in now. */
export interface StaffMember {
  /** as recorded where somebody acts: `login:<id>` */
  readonly actor: string;
}

/** Everybody who could approve what needs two people, in the tenant of the transaction. */
export type ListStaff = (tx: Tx) => Promise<readonly StaffMember[]>;

let list: ListStaff | undefined;

/** Plugs in who keeps the list of people; the policy itself knows nobody. */
export function plugStaff(listStaff: ListStaff): void {
  list = listStaff;
}

/**
 * How many people besides this one could take the second step: all who may, whether they are signed in or not. The rule
 * for an operator of one person (wait, and sign in again) is for the case that there is none.
 *
 * @throws Error where nobody was plugged in: not knowing who is there must not count as being alone
 */
export async function countOthers(tx: Tx, actor: string): Promise<number> {
  if (!list) throw new Error('nobody told the policy who keeps the list of staff');
  return (await list(tx)).filter((member) => member.actor !== actor).length;
}

/** Somebody who works in a tenant, as far as an answer to an authority goes. */
export interface Member {
  readonly loginId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

let members: ((tx: Tx) => Promise<readonly Member[]>) | undefined;

/** Plugs in who keeps the people of every tenant. */
export function plugMembers(listAll: (tx: Tx) => Promise<readonly Member[]>): void {
  members = listAll;
}

/** Everybody who works or worked in the tenant of the transaction. @throws Error where nobody was plugged in */
export async function listMembers(tx: Tx): Promise<Readonly<Record<string, unknown>>[]> {
  if (!members) throw new Error('nobody told the policy who keeps the people of tenants');
  return (await members(tx)).map((member) => ({ ...member }));
}
