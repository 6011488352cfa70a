import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { EgressFailed, EgressRefused } from '#platform/egress/egress.ts';
import { keepUpload } from '#platform/files/masking/keep-upload.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handlePrepared, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { isOperator } from '../installation.ts';
import * as contract from './contract.ts';
import { approveDisclosure, enterDisclosure, recordHandOver, tellBusiness } from './enter-disclosure.ts';
import { makePackage } from './package.ts';
import { standingOf, tellingDue } from './rules.ts';
import { loadDisclosures } from './store.ts';

type Businesses = readonly { readonly id: Id; readonly name: string }[];

/** Businesses a request can be about: every one but the operator itself. */
async function businessesOf({ db }: AppContext, caller: Caller): Promise<Businesses> {
  const all = await listTenants(db);
  return all.filter(({ id }) => id !== caller.tenantId).map(({ id, name }) => ({ id, name }));
}

async function view(tx: Tx, caller: Caller, context: AppContext) {
  const businesses = await businessesOf(context, caller);
  const disclosures = (await loadDisclosures(tx)).map(
    ({ enteredBy: _, fileHash: __, ...one }): contract.DisclosureView => ({
      ...one,
      state: standingOf(one, caller.today),
      tellingDue: tellingDue(one, caller.today),
      business: businesses.find(({ id }) => id === one.aboutTenant)?.name ?? '',
    }),
  );
  return { disclosures, businesses: [...businesses] };
}

/** The log is the operator's: whoever has the role in another tenant finds nothing here. */
async function asOperator(
  { tx, caller, context }: { tx: Tx; caller: Caller; context: AppContext },
  work: () => Promise<Result<unknown>>,
) {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  const done = await work();
  return done.ok ? ok(await view(tx, caller, context)) : done;
}

const foreign = async (context: AppContext, caller: Caller) =>
  (await isOperator(context.db, caller.tenantId)) ? null : refuse({ code: 'address_unknown', status: 404 });

export const disclosureHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listDisclosures, (given) => asOperator(given, async () => Promise.resolve(ok(null)))),
  handlePrepared(
    contract.uploadRequest,
    async ({ caller, context, upload }) => {
      if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
      const no = await foreign(context, caller);
      if (no) return no;
      if (!upload.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')))
        return refuse({ code: 'disclosure_no_pdf', status: 422 });
      const stored = await keepUpload(
        context.files,
        caller.tenantId,
        upload.bytes,
        contract.REQUEST_BYTES_MAX,
        upload.tellMasked,
      );
      return stored.ok ? ok({ fileHash: stored.value.sha256, fileName: upload.name.slice(0, 200) }) : stored;
    },
    async ({ prepared }) => Promise.resolve(ok(prepared)),
  ),
  handle(contract.enterDisclosure, (given) =>
    asOperator(given, async () => {
      const { tx, caller, context, input } = given;
      const { aboutTenant, fileHash } = input.body;
      if (!(await businessesOf(context, caller)).some(({ id }) => id === aboutTenant))
        return refuse({ code: 'disclosure_business_unknown', field: 'aboutTenant' });
      if (!(await context.files.readAll(caller.tenantId, fileHash)))
        return refuse({ code: 'disclosure_file_missing', field: 'fileHash' });
      return enterDisclosure(tx, caller, input.body);
    }),
  ),
  handle(contract.readRequest, async ({ tx, context, input }) => {
    if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
    const [found] = await loadDisclosures(tx, input.params.disclosureId);
    const bytes = found?.fileHash ? await context.files.readAll(tx.tenantId, found.fileHash) : undefined;
    if (!bytes) return refuse({ code: 'disclosure_unknown' });
    return { contentType: 'application/pdf', bytes, name: found?.fileName ?? 'request.pdf' };
  }),
  handle(contract.approveDisclosure, (given) =>
    asOperator(given, () => approveDisclosure(given.tx, given.caller, given.input.params.disclosureId)),
  ),
  handle(contract.tellBusiness, (given) =>
    asOperator(given, () =>
      tellBusiness(given.tx, given.caller, given.input.params.disclosureId, given.input.body),
    ),
  ),
  handlePrepared(
    contract.downloadPackage,
    async ({ caller, context, input }) =>
      (await foreign(context, caller)) ?? makePackage(context, caller, input.params.disclosureId),
    async ({ prepared: { made } }) =>
      Promise.resolve({
        contentType: 'application/json',
        bytes: made.bytes,
        name: made.name,
        download: true,
      }),
  ),
  handle(contract.handOver, (given) =>
    asOperator(given, () =>
      recordHandOver(given.tx, given.caller, given.input.params.disclosureId, {
        ...given.input.body,
        how: 'by-hand',
      }),
    ),
  ),
  handlePrepared(
    contract.sendPackage,
    async ({ caller, context, input }) =>
      (await foreign(context, caller)) ?? send(context, caller, input.params.disclosureId, input.body.path),
    (given) =>
      asOperator(given, () =>
        recordHandOver(given.tx, given.caller, given.input.params.disclosureId, {
          to: given.prepared.to,
          on: given.caller.today,
          how: 'sent',
        }),
      ),
  ),
];

/** Sends the package through the door out, which judges it by the very entry; what was not taken was not handed over. */
async function send(
  context: AppContext,
  caller: Caller,
  disclosureId: Id,
  path: string,
): Promise<Result<{ to: string }>> {
  const [found] = await context.db.inTenant(caller.tenantId, (tx) => loadDisclosures(tx, disclosureId));
  if (!found) return refuse({ code: 'disclosure_unknown' });
  if (found.host === null) return refuse({ code: 'disclosure_no_place' });
  const packed = await makePackage(context, caller, disclosureId);
  if (!packed.ok) return packed;
  const { made, disclosure } = packed.value;
  const host = found.host.includes(':') ? `[${found.host}]` : found.host;
  const at = `https://${host}:${found.port ?? 443}${path}`;
  try {
    const answer = await context.egress.fetch(at, {
      purpose: 'disclosure.hand-over',
      recipient: { kind: 'disclosure', id: disclosureId },
      tenantId: found.aboutTenant,
      categories: disclosure.categories,
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: made.bytes,
      timeoutMs: 120_000,
    });
    if (!answer.ok) return refuse({ code: 'disclosure_not_taken', status: 502, answer: answer.status });
    return ok({ to: `${found.recipient}, ${at}` });
  } catch (error) {
    if (!(error instanceof EgressFailed || error instanceof EgressRefused)) throw error;
    context.log.warn({ err: error, disclosure: disclosureId }, 'a disclosure could not be sent');
    return refuse({ code: 'disclosure_not_reached', status: 502 });
  }
}
