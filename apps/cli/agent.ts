import { parseArgs } from 'node:util';
import { giveFirstLogin, listServers, makeAgentToken, makeServerTemplate } from '#modules/hosting/module.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import { sayLoaded } from '#platform/words/words.ts';
import type { Io } from './main.ts';
import { withInstallation } from './move-workspace.ts';

const USAGE = `usage: npm run tenon -- agent token [--own-machine] [--url URL]            a one-time token for a new server
       npm run tenon -- agent servers                                      the servers, as their agents report
       npm run tenon -- agent template SERVER NAME RELEASE [MODULE …]      what new instances are copied from
       npm run tenon -- agent first-login SHORT-NAME                       the first log-in of an instance, once
All take --data DIR. --own-machine: nobody but you runs the server; otherwise it needs a confirmed contract first.
`;

/** `tenon agent`: servers that run Odoo for customers. */
export async function agent(argv: string[], io: Io): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        url: { type: 'string' },
        'own-machine': { type: 'boolean' },
      },
    });
  } catch {
    io.err(USAGE);
    return 2;
  }
  const [verb, ...rest] = parsed.positionals;
  const { data, url } = parsed.values;
  const ownMachine = parsed.values['own-machine'] ?? false;
  const no = (refusal: Refusal): number => {
    io.err(`${sayLoaded('en', `refusal.${refusal.code}`, refusal) ?? refusal.code}\n`);
    return 1;
  };
  if (verb === 'token' && rest.length === 0)
    return withInstallation(data, io, async ({ context }) => {
      const made = await makeAgentToken(context, { ownMachine, ...(url === undefined ? {} : { url }) });
      if (!made.ok) return no(made.refusal);
      io.err(
        `Until ${made.value.expiresAt}, once, on the server: node apps/agent/main.ts --home DIR --register \n`,
      );
      io.out(`${made.value.token}\n`);
      return 0;
    });
  if (verb === 'servers' && rest.length === 0)
    return withInstallation(data, io, async ({ context }) => {
      for (const { name, address, state, places, instances, report, fault } of await listServers(context)) {
        io.out(`${name}  ${address}  ${state}  ${instances} of ${places} places\n`);
        if (!report) io.out(`  does not answer: ${fault}\n`);
        else io.out(reportLines(report));
      }
      return 0;
    });
  const [first, name, release, ...modules] = rest;
  if (verb === 'template' && first !== undefined && name !== undefined && release !== undefined)
    return withInstallation(data, io, async ({ context }) => {
      const made = await makeServerTemplate(context, first, { template: name, release, modules });
      if (!made.ok) return no(made.refusal);
      io.out(`${name} is ready on ${first}: ${made.value.modules} modules of ${release}.\n`);
      return 0;
    });
  if (verb === 'first-login' && first !== undefined && rest.length === 1)
    return withInstallation(data, io, async ({ context }) => {
      const taken = await giveFirstLogin(context, first);
      if (!taken.ok) return no(taken.refusal);
      io.out(`${taken.value.login}\n${taken.value.password}\n`);
      return 0;
    });
  io.err(USAGE);
  return 2;
}

type Report = NonNullable<Awaited<ReturnType<typeof listServers>>[number]['report']>;

function reportLines({ disk, memory, instances, certificates, mailsWaiting, templates }: Report): string {
  const share = ({ freeBytes, totalBytes }: { freeBytes: number; totalBytes: number }): string =>
    `${Math.floor((100 * freeBytes) / totalBytes)} %`;
  const first = certificates.flatMap(({ endsAt }) => endsAt ?? []).sort()[0];
  return [
    `  free: disk ${share(disk)}, memory ${share(memory)}; ${mailsWaiting} mails wait; templates: ${templates.map((one) => one.name).join(', ') || 'none'}\n`,
    first === undefined ? '' : `  the first certificate ends ${first.slice(0, 10)}\n`,
    ...instances.map(
      (one) =>
        `  ${one.name}  ${one.release}  ${one.running ? 'runs' : 'stopped'}${one.closed ? `, closed (${one.closed})` : ''}\n`,
    ),
  ].join('');
}
