import type { TestApp } from '#apps/server/test-kit.ts';
import { addHoliday, putSender } from '#modules/support/contract.ts';
import { putFrom } from '#modules/support/relay-contract.ts';
import type { SupportTables } from '#modules/support/store.ts';
import type { IncomingTables } from '#platform/mail/intake/incoming-tables.ts';
import { takeMail } from '#platform/mail/intake/take-mail.ts';
import { choose } from '#platform/mail/choice.ts';
import type { MailTables } from '#platform/mail/mail-tables.ts';
import { saveOwnRelay } from '#platform/mail/own-relay.ts';
import { giveMailAddress } from '#platform/mail/sender.ts';

/** Mail in and out of the first tenant: a letter with a file that came twice, a sender, an address that is dead, a mailbox. */
export async function fillMail(t: TestApp, mark: string): Promise<void> {
  const owner = await t.client('owner');
  await owner.call(addHoliday, { body: { day: '2026-12-25', name: mark } });
  await owner.call(putSender, { body: { displayName: mark, replyTo: 'answers@zirbelkiefer.example' } });
  await giveMailAddress(t.app.context.db, {
    address: 'info@zirbelkiefer.example',
    tenantId: t.tenantId,
    sends: false,
    at: t.clock.now(),
  });
  await owner.call(putFrom, { body: { address: `${mark}@zirbelkiefer.example`, selector: mark } });
  // Registered nowhere, so the door lets nothing out to it.
  const nowhere = { host: '127.0.0.1', port: 9, inside: true, security: 'none' } as const;
  await t.inTenant((tx) => saveOwnRelay(tx, { ...nowhere, user: mark, password: mark }, t.clock.now()));
  const raw = Buffer.from(
    `From: ${mark} <guest@zirbelkiefer.example>\r\nTo: info@zirbelkiefer.example\r\nSubject: ${mark}\r\nMessage-ID: <${mark}@zirbelkiefer.example>\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: text/plain\r\n\r\nHow much is a ${mark} table?\r\n--z\r\nContent-Type: text/plain; name="${mark}.txt"\r\nContent-Disposition: attachment; filename="${mark}.txt"\r\n\r\n${mark}\r\n--z--\r\n`,
  );
  const context = {
    ...t.app.context,
    resolve: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
  };
  for (let time = 0; time < 2; time++)
    await takeMail(context, {
      raw,
      tenantId: t.tenantId,
      channel: 'smtp',
      recipient: 'info@zirbelkiefer.example',
      peer: { envelopeFrom: 'guest@zirbelkiefer.example' },
      receivedAt: t.clock.now(),
    });
  await t.inTenant(async (tx) => {
    const { id } = await tx
      .tables<MailTables>()
      .selectFrom('outgoing_mail')
      .select('id')
      .where('tenant_id', '=', t.tenantId)
      .executeTakeFirstOrThrow();
    await choose(tx, 'guest@zirbelkiefer.example', [{ kind: 'delivery.note', wanted: false }], {
      how: 'page',
      at: t.clock.now(),
    });
    await tx
      .tables<MailTables>()
      .insertInto('dead_address')
      .values({
        tenant_id: t.tenantId,
        address: 'gone@zirbelkiefer.example',
        mail_id: id,
        status: '5.1.1',
        diagnostic: mark,
        since: t.clock.now(),
      })
      .execute();
    await tx
      .tables<IncomingTables>()
      .insertInto('mailbox_cursor')
      .values({
        tenant_id: t.tenantId,
        mailbox: mark,
        uid_validity: 1n,
        last_uid: 1n,
        read_at: t.clock.now(),
      })
      .execute();
  });
  await t.app.runDueJobs();
  // Somebody was told that an answer is due.
  await t.inTenant(async (tx) => {
    const tables = tx.tables<SupportTables>();
    const { mail_id: mailId } = await tables
      .selectFrom('support_mail')
      .select('mail_id')
      .where('tenant_id', '=', t.tenantId)
      .executeTakeFirstOrThrow();
    await tables
      .insertInto('support_escalation')
      .values({ tenant_id: t.tenantId, mail_id: mailId, answer_by: '2026-05-05', told_at: t.clock.now() })
      .execute();
  });
}
