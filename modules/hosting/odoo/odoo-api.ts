/** One exchange with an Odoo server, however it gets there: through the agent of its server, or straight in a test. */
export type Wire = (request: {
  readonly path: string;
  /** JSON; null for GET */
  readonly body: string | null;
  readonly bearer: string | null;
}) => Promise<{ readonly status: number; readonly contentType: string; readonly body: string }>;

/**
 * Why a call came to nothing.
 * `access`: wrong log-in or no right · `invalid`: Odoo's rules or a wrong value, with a sentence for people · `missing`: no
 * such record, model or method · `transient`: another writer was first, or the database was away; nothing was saved and it
 * may be tried again · `broken`: anything else
 */
export type OdooFaultKind = 'access' | 'invalid' | 'missing' | 'transient' | 'broken';

export class OdooFault extends Error {
  override readonly name = 'OdooFault';
  readonly kind: OdooFaultKind;
  /** the exception's name as Odoo tells it */
  readonly exception: string;
  constructor(kind: OdooFaultKind, exception: string, message: string) {
    super(message);
    this.kind = kind;
    this.exception = exception;
  }
}

/** Kinds by the name of the exception; only these names are tried again, everything else is for good. */
export function kindOfException(name: string): OdooFaultKind {
  const last = name.split('.').at(-1) ?? '';
  if (/^(AccessDenied|AccessError|Unauthorized|Forbidden|SessionExpiredException)$/.test(last))
    return 'access';
  if (/^(ValidationError|UserError|RedirectWarning|ValueError|UnprocessableEntity)$/.test(last))
    return 'invalid';
  if (/^(MissingError|NotFound|AttributeError|KeyError)$/.test(last)) return 'missing';
  if (
    /^(SerializationFailure|LockNotAvailable|OperationalError|ConcurrencyError|DeadlockDetected)$/.test(last)
  )
    return 'transient';
  return 'broken';
}

/** An Odoo server with somebody signed in. */
export interface OdooApi {
  /**
   * Calls a public method. A method that answers nothing gives null; XML-RPC would have saved the change and then failed,
   * which is why nothing here speaks it.
   * @param named every parameter by its name
   * @throws OdooFault
   */
  call(
    model: string,
    method: string,
    given: { readonly ids?: readonly number[]; readonly named?: Readonly<Record<string, unknown>> },
  ): Promise<unknown>;
}

/** As for people: a wrong password is no fault but an answer. @returns the user's id; null where nobody is let in */
export async function signIn(
  wire: Wire,
  {
    database,
    login,
    password,
  }: { readonly database: string; readonly login: string; readonly password: string },
): Promise<number | null> {
  try {
    const result = (await rpc(wire, '/web/session/authenticate', { db: database, login, password })) as {
      uid?: unknown;
    } | null;
    return typeof result?.uid === 'number' ? result.uid : null;
  } catch (error) {
    if (error instanceof OdooFault && error.kind === 'access') return null;
    throw error;
  }
}

/** JSON-RPC, for Odoo up to 18. */
export function overJsonRpc(
  wire: Wire,
  { database, uid, password }: { readonly database: string; readonly uid: number; readonly password: string },
): OdooApi {
  return {
    call(model, method, { ids, named = {} }) {
      // The one method whose rows must stand first: by name alone it fails with "list index out of range" (seen in 19.0).
      const { vals_list: rows, ...others } = named;
      const [first, rest] = method === 'create' ? [[rows], others] : [ids ? [ids] : [], named];
      const args = [database, uid, password, model, method, first, rest];
      return rpc(wire, '/jsonrpc', { service: 'object', method: 'execute_kw', args });
    },
  };
}

/** JSON-2, for Odoo from 19 on: the status tells, and the body is the bare value. @param key of the user */
export function overJson2(wire: Wire, key: string): OdooApi {
  return {
    async call(model, method, { ids, named = {} }) {
      const { status, contentType, body } = await wire({
        path: `/json/2/${model}/${method}`,
        body: JSON.stringify({ ...named, ...(ids ? { ids } : {}) }),
        bearer: key,
      });
      const json = /^application\/json\b/.test(contentType) ? (JSON.parse(body) as unknown) : undefined;
      if (status === 200 && json !== undefined) return json;
      const told = (json ?? {}) as { name?: unknown; message?: unknown };
      const name = typeof told.name === 'string' ? told.name : '';
      const message = typeof told.message === 'string' ? told.message : `HTTP ${status}`;
      throw new OdooFault(kindOfStatus(status) ?? kindOfException(name), name, message);
    },
  };
}

/** Statuses that say more than a name; 5xx of a proxy in between is worth another try. */
function kindOfStatus(status: number): OdooFaultKind | null {
  if (status === 401 || status === 403) return 'access';
  if (status === 404) return 'missing';
  if (status === 422) return 'invalid';
  return status === 502 || status === 503 || status === 504 ? 'transient' : null;
}

/** From which major version on Odoo is spoken to by JSON-2. */
export const speaksJson2 = (version: string): boolean => Number.parseInt(version, 10) >= 19;

/** One JSON-RPC exchange. Errors come with HTTP 200 and always the code 200; the name of the exception tells them apart. */
async function rpc(wire: Wire, path: string, params: unknown): Promise<unknown> {
  const { status, contentType, body } = await wire({
    path,
    body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params }),
    bearer: null,
  });
  if (status === 502 || status === 503 || status === 504)
    throw new OdooFault('transient', '', `HTTP ${status}`);
  if (!/^application\/json\b/.test(contentType))
    throw new OdooFault('broken', '', `HTTP ${status} with ${contentType || 'nothing'} in place of JSON`);
  const answer = JSON.parse(body) as {
    result?: unknown;
    error?: { message?: string; data?: { name?: string; message?: string } };
  };
  if (answer.error) {
    const { data, message } = answer.error;
    const name = data?.name ?? '';
    throw new OdooFault(kindOfException(name), name, data?.message ?? message ?? 'an error without a word');
  }
  // A method that gave back nothing: done, and there is nothing to say.
  return answer.result ?? null;
}
