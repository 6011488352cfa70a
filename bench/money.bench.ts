import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { createCustomer, saveCompany } from '#modules/accounts/module.ts';
import { invoiceByHand, printInvoice } from '#modules/billing/module.ts';
import type { Caller } from '#platform/http/caller.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import matching from './matching.bench.ts';
import type { Bench } from './run.ts';

const INVOICES = 10_000;
const CUSTOMERS = 200;
/** Papers of the last so many invoices are made: rendering 10,000 of them would say nothing more. */
const PAPERS = 300;
/** Before it counts: statements are prepared, code is compiled. */
const WARM_UP = 200;

const LINES = Array.from({ length: 5 }, (_, at) => ({
  name: `Wall cabinet ${at + 1}`,
  description: 'Width 600, Height 720, Depth 320, Decor Oak',
  quantity: at + 1,
  unitNet: `${100 + at * 37}.90`,
  tax: { category: 'S' as const, percent: at === 4 ? '7' : '19' },
}));

/** CPU seconds of this process since `before`: all its threads, that of the papers included, the database not. */
function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function newCustomers(t: TestApp, caller: Caller): Promise<Id[]> {
  const ids: Id[] = [];
  for (let at = 0; at < CUSTOMERS; at++)
    ids.push(
      must(
        await t.inTenant((tx) =>
          createCustomer(tx, caller, {
            name: `Studio ${at} Möbel GmbH`,
            email: `buy${at}@studio.example`,
            phone: '',
            street: 'Mühlstraße 4',
            postcode: '72070',
            city: 'Tübingen',
            country: 'DE',
            vatNumber: '',
            locale: 'de',
            paymentDays: 14,
          }),
        ),
      ).id as Id,
    );
  return ids;
}

async function measure(t: TestApp): Promise<Record<string, number>> {
  const caller = await t.caller('office');
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  const customers = await newCustomers(t, caller);
  const issued: Id[] = [];
  const issue = async (at: number): Promise<void> => {
    const asked = { servedOn: caller.today, taxCase: 'usual' as const, lines: LINES };
    const customerId = customers[at % customers.length]!;
    const done = await t.inTenant((tx) => invoiceByHand(tx, caller, customerId, asked));
    issued.push(must(done).invoiceId);
  };
  for (let at = 0; at < WARM_UP; at++) await issue(at);
  const issuing = process.cpuUsage();
  for (let at = 0; at < INVOICES; at++) await issue(at);
  const cpuPerInvoice = secondsSince(issuing) / INVOICES;

  const print = async (invoiceId: Id): Promise<void> =>
    printInvoice.run(
      { context: t.app.context, tenantId: t.tenantId, signal: new AbortController().signal } as never,
      { invoiceId },
    );
  for (const invoiceId of issued.slice(-PAPERS - 20, -PAPERS)) await print(invoiceId);
  const printing = process.cpuUsage();
  for (const invoiceId of issued.slice(-PAPERS)) await print(invoiceId);
  const cpuPerPaper = secondsSince(printing) / PAPERS;
  return {
    invoices: INVOICES,
    linesEach: LINES.length,
    papers: PAPERS,
    cpuPerInvoice: Number(cpuPerInvoice.toFixed(4)),
    cpuPerInvoicePdf: Number((cpuPerInvoice + cpuPerPaper).toFixed(4)),
  };
}

/**
 * 10,000 invoices of five lines, each issued through its use case in a transaction of its own on a real database; the papers
 * (PDF/A-3 with the invoice as data inside, and the mail) of the last 300. Figures are CPU seconds of our process with all its
 * threads; the database's own are not in them. Without TENON_TEST_DATABASE_URL a database is made for the run.
 */
export default {
  name: 'money',
  async run(args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'tenon-money-bench-'));
    const given = process.env['TENON_TEST_DATABASE_URL'];
    const own = given ? undefined : await startEmbedded({ dataDir: join(folder, 'postgres') });
    if (own) process.env['TENON_TEST_DATABASE_URL'] = own.ownerUrl;
    try {
      const t = await openTestApp();
      try {
        const figures = await measure(t);
        const { matchSeconds50k } = await matching.run(args);
        return { ...figures, matchSeconds50k: matchSeconds50k! };
      } finally {
        await t.close();
      }
    } finally {
      await own?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;
