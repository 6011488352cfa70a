import { createContext, use } from 'react';

/** Who sits before the screen, as far as the kit needs to know. Filled by the accounts module. */
export interface SessionFacts {
  readonly loginId: string | null;
  readonly name: string;
  readonly role: string | null;
  /** permissions this session holds */
  readonly may: readonly string[];
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly zone: string;
    readonly currency: string;
    readonly demo: boolean;
  };
  /** roles offered for one-click change; empty outside a demo installation */
  readonly demoRoles: readonly string[];
}

export const SessionContext = createContext<SessionFacts | null>(null);

/** Who is signed in; null on the sign-in screen. */
export function useSession(): SessionFacts | null {
  return use(SessionContext);
}

/** Whether this session holds a permission. The server decides; this only spares people buttons that would refuse. */
export function useMay(permission: string): boolean {
  const session = use(SessionContext);
  return (
    permission === 'public' ||
    (session !== null && (permission === 'signed-in' || session.may.includes(permission)))
  );
}
