/**
 * The command line: `npm run tenon -- <command> …`. It only looks up who answers a command; each one is loaded when it
 * is asked for, so that cutting a plan never waits for the web server's code.
 */

/** What a command gets from the outside: results go to `out`, everything for the person watching to `err`. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

/** Runs with the arguments after its name and answers the exit code. Paths are meant from the working directory. */
type Command = (argv: string[], io: Io) => Promise<number>;

interface Entry {
  readonly usage: string;
  readonly load: () => Promise<Command>;
}

const COMMANDS: Record<string, Entry> = {
  cut: {
    usage: 'cut JOB.json [--out PLAN.json] …     plan the cutting of boards',
    load: async () => {
      const { cut } = await import('./cut.ts');
      return (argv, { out, err }) => cut(argv, { stdout: out, stderr: err });
    },
  },
  schedule: {
    usage: 'schedule FILE [--out PLAN.json] …    plan the work of machines and people',
    load: async () => {
      const { schedule } = await import('./schedule.ts');
      return (argv, { out, err }) => schedule(argv, { stdout: { write: out }, stderr: { write: err } });
    },
  },
  cancellation: {
    usage: 'cancellation quote CASE.json         what a cancellation would do: dates, refund, dues',
    load: async () => (await import('./cancellation.ts')).cancellation,
  },
  demo: {
    usage: 'demo reset                           make the demo factory new',
    load: async () => (await import('./demo.ts')).demo,
  },
  doctor: {
    usage: 'doctor mail [--json]                 what mail needs outside of the product',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  setup: {
    usage: 'setup --data DIR                     make a production installation',
    load: async () => (await import('./operate/setup.ts')).setup,
  },
  keys: {
    usage: 'keys rotate                          a new key for what is encrypted in the database',
    load: async () => (await import('./operate/keys.ts')).keys,
  },
  backup: {
    usage: 'backup [--to FOLDER]                 copy database and files, and prove the copy',
    load: async () => (await import('./operate/backup.ts')).backup,
  },
  restore: {
    usage: 'restore BACKUP --data DIR            put a backup into an empty data folder',
    load: async () => (await import('./operate/backup.ts')).restore,
  },
  export: {
    usage: 'export WORKSPACE --to FILE.zip       all data of a workspace, for anybody to read',
    load: async () => (await import('./move-workspace.ts')).exportCommand,
  },
  import: {
    usage: 'import FILE.zip [--as SHORT-NAME]    an export of a workspace into this installation',
    load: async () => (await import('./move-workspace.ts')).importCommand,
  },
  agent: {
    usage: 'agent token|servers|template|…       servers that run Odoo for customers',
    load: async () => (await import('./agent.ts')).agent,
  },
  update: {
    usage: 'update RELEASE --data DIR            try a release on a copy, then switch; back when it fails',
    load: async () => (await import('./operate/update-command.ts')).updateCommand,
  },
};

function usage(): string {
  const lines = Object.values(COMMANDS).map((entry) => `  ${entry.usage}`);
  return ['usage: npm run tenon -- <command> [arguments]', '', ...lines, '  help', ''].join('\n');
}

/** @returns the exit code: the command's own, 2 for a command that does not exist */
async function main(argv: string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === 'help' || name === '--help' || name === '-h') {
    io.out(usage());
    return 0;
  }
  const entry = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    io.err(name === undefined ? usage() : `there is no command "${name}"\n${usage()}`);
    return 2;
  }
  return (await entry.load())(rest, io);
}

// npm starts its scripts in the checkout and names the folder in which its user typed the command.
const typedIn = process.env['npm_lifecycle_event'] === 'tenon' ? process.env['INIT_CWD'] : undefined;
if (typedIn !== undefined) process.chdir(typedIn);
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
