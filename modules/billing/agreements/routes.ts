import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { documentAnswer, findDocument } from '#platform/documents/stored.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { acceptAgreement, AGREEMENT_KIND, issueAgreement, listAgreements } from './agreements.ts';
import * as contract from './contract.ts';

async function then(
  tx: Tx,
  done: Result<unknown, Refusal>,
): Promise<Result<{ agreements: contract.AgreementView[] }, Refusal>> {
  return done.ok ? ok({ agreements: await listAgreements(tx, null) }) : done;
}

export const agreementHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listAgreements, async ({ tx, input }) =>
    ok({ agreements: await listAgreements(tx, input.query.customerId ?? null) }),
  ),
  handle(contract.issueAgreement, async ({ tx, caller, input }) =>
    then(tx, await issueAgreement(tx, caller, input.params.customerId, input.body)),
  ),
  handle(contract.acceptAgreement, async ({ tx, caller, input }) => {
    const { acceptedOn = caller.today, acceptedBy } = input.body;
    const { agreementId } = input.params;
    return then(tx, await acceptAgreement(tx, caller, agreementId, { acceptedOn, acceptedBy }));
  }),
  handle(
    contract.agreementPdf,
    async ({ tx, context, input }: Given<typeof contract.agreementPdf, AppContext>) => {
      const document = await findDocument(tx, AGREEMENT_KIND, input.params.agreementId);
      return document
        ? documentAnswer(context.files, tx.tenantId, document)
        : refuse({ code: 'document_unknown' });
    },
  ),
];
