import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Measure } from '#platform/host-agent/protocol.ts';
import { ZipWriter } from '#platform/tenant-data/zip-writer.ts';
import { differs } from './archives.ts';
import { readBackupZip, ZipUnfit } from './backup-zip.ts';
import { DumpScan } from './dump-scan.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenon-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOGO = Buffer.from('a logo');
const sha = createHash('sha1').update(LOGO).digest('hex');
const STORED = `${sha.slice(0, 2)}/${sha}`;
const DUMP = `--
-- PostgreSQL database dump
--

\\restrict kPq3

SET standard_conforming_strings = on;
CREATE TABLE public.res_users (
    id integer NOT NULL
);
COPY public.ir_attachment (id, name, store_fname, file_size) FROM stdin;
1	logo	${STORED}	6
2	in the database	\\N	4
3	logo again	${STORED}	6
\\.


COPY public.ir_module_module (id, name, state, latest_version) FROM stdin;
1	base	installed	18.0.1.3
2	sale	uninstalled	\\N
\\.


COPY public."res_users" (id, login) FROM stdin;
1	__system__
2	admin
\\.


ALTER TABLE ONLY public.res_users
    ADD CONSTRAINT res_users_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX ir_attachment_index ON public.ir_attachment USING btree (id);

--
-- PostgreSQL database dump complete
--

\\unrestrict kPq3
`;
const MANIFEST = {
  ...{ odoo_dump: '1', db_name: 'o_birch', version: '18.0-20250506', major_version: '18.0' },
  ...{ pg_version: '15.0', modules: { base: '18.0.1.3' } },
};
const EXPECTED = { database: 'o_birch', majorVersion: '18.0' };
type Parts = Record<string, string | Buffer>;
const GOOD: Parts = {
  'dump.sql': DUMP,
  'manifest.json': JSON.stringify(MANIFEST),
  [`filestore/${STORED}`]: LOGO,
};

let made = 0;
async function zipOf(parts: Parts): Promise<string> {
  const path = join(folder, `${(made += 1)}.zip`);
  const out = createWriteStream(path);
  const zip = new ZipWriter(out);
  for (const [name, content] of Object.entries(parts))
    await zip.add(name, Buffer.from(content), name === 'dump.sql');
  await zip.finish();
  out.end();
  await finished(out);
  return path;
}
const faultOf = async (path: string): Promise<string> =>
  readBackupZip(path, EXPECTED).then(
    () => 'none',
    (error: unknown) => (error instanceof ZipUnfit ? error.fault : String(error)),
  );
const without = (name: string): Parts =>
  Object.fromEntries(Object.entries(GOOD).filter(([one]) => one !== name));
const manifest = (change: object): Parts => ({
  ...GOOD,
  'manifest.json': JSON.stringify({ ...MANIFEST, ...change }),
});
const dump = (change: (text: string) => string): Parts => ({ ...GOOD, 'dump.sql': change(DUMP) });

describe('a zip of Odoo', () => {
  test('that is whole is read to its last byte', async () => {
    const path = await zipOf(GOOD);
    const bytes = readFileSync(path);
    expect(await readBackupZip(path, EXPECTED)).toMatchObject({
      ...{ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
      ...{ majorVersion: '18.0', files: { count: 1, bytes: 6 } },
      dump: {
        counts: { ir_attachment: 3, ir_module_module: 2, res_users: 2 },
        ...{ constraints: 1, indexes: 1, modules: { base: '18.0.1.3' } },
      },
    });
  });

  test.each<[string, Parts, string]>([
    ['without its dump', without('dump.sql'), 'entry_missing'],
    ['without its manifest', without('manifest.json'), 'entry_missing'],
    ['without a file that an attachment names', without(`filestore/${STORED}`), 'file_missing'],
    ['with a file of another content', { ...GOOD, [`filestore/${STORED}`]: 'b logo' }, 'file_changed'],
    ['with a file cut short', { ...GOOD, [`filestore/${STORED}`]: 'a log' }, 'file_changed'],
    ['with something else in it', { ...GOOD, 'filestore/../evil': 'x' }, 'not_a_zip'],
    ['with a stranger in it', { ...GOOD, 'notes.txt': 'x' }, 'entry_unknown'],
    ['of another database', manifest({ db_name: 'o_larch' }), 'other_database'],
    ['of a newer version', manifest({ major_version: '19.0' }), 'version_newer'],
    ['of an older version', manifest({ major_version: '17.0' }), 'version_other'],
    ['with half a manifest', { ...GOOD, 'manifest.json': '{"odoo_dump":"1"' }, 'manifest_damaged'],
    ['with the manifest of another format', manifest({ odoo_dump: '2' }), 'manifest_damaged'],
    ['with other modules than it says', manifest({ modules: { base: '18.0.1.2' } }), 'modules_differ'],
    [
      'with a module that is not in the dump',
      manifest({ modules: { ...MANIFEST.modules, crm: '1' } }),
      'modules_differ',
    ],
    ['with a dump cut at 60 %', dump((text) => text.slice(0, text.length * 0.6)), 'dump_cut'],
    [
      'with a dump cut before its last line',
      dump((text) => text.replace(/--\n-- PostgreSQL database dump c[^]*/, '')),
      'dump_cut',
    ],
    ['with rows after the end', dump((text) => `${text}COPY public.x (id) FROM stdin;\n1\n`), 'dump_cut'],
    ['with an empty dump', dump(() => ''), 'dump_cut'],
    [
      'with the dump of something else',
      dump((text) => text.replaceAll('ir_module_module', 'x')),
      'dump_empty',
    ],
    ['without keys', dump((text) => text.replace(/ {4}ADD CONSTRAINT.*\n/, '')), 'dump_empty'],
    ['without people', dump((text) => text.replace('1\t__system__\n2\tadmin\n', '')), 'dump_empty'],
    [
      'with a command to psql in its dump',
      dump((text) => text.replace('SET ', '\\! id\nSET ')),
      'dump_commands',
    ],
  ])('%s is no backup', async (_what, parts, fault) => {
    expect(await faultOf(await zipOf(parts))).toBe(fault);
  });

  test('cut anywhere, or with any bit turned, it is refused or is the very same content', async () => {
    const path = await zipOf(GOOD);
    const bytes = readFileSync(path);
    const good = await readBackupZip(path, EXPECTED);
    const damaged = join(folder, 'damaged.zip');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(8), async (place, bit) => {
        const other = bit === 8 ? bytes.subarray(0, place) : Buffer.from(bytes);
        if (bit < 8) other[place]! ^= 1 << bit;
        writeFileSync(damaged, other);
        const read = await readBackupZip(damaged, EXPECTED).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ZipUnfit);
          return null;
        });
        // Dates and the like in the list of entries mean nothing; the checksum of the whole tells them apart later.
        if (read) expect({ ...read, sha256: '' }).toEqual({ ...good, sha256: '' });
      }),
      { numRuns: Number(process.env['TENON_ZIP_DAMAGES'] ?? 200) },
    );
  });
});

test('a dump read in any pieces is the same dump', () => {
  const whole = new DumpScan();
  whole.feed(DUMP);
  const expected = whole.end();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 30 }), (sizes) => {
      const scan = new DumpScan();
      for (let at = 0, i = 0; at < DUMP.length; i += 1) {
        const size = sizes[i % sizes.length]!;
        scan.feed(DUMP.slice(at, at + size));
        at += size;
      }
      expect(scan.end()).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

describe('what came out of a restore that Odoo called well', () => {
  const zip = {
    files: { count: 1, bytes: 6 },
    dump: {
      ...{ complete: true, constraints: 2, indexes: 1, files: new Map(), commands: [] },
      ...{ counts: { res_users: 5, bus_bus: 9 }, modules: { base: '18.0.1.3' } },
    },
  };
  const measure: Measure = {
    ...{ counts: { res_users: 5, bus_bus: 0 }, constraints: 7, indexes: 3, users: 2, filesMissing: 0 },
    ...{ files: { count: 1, bytes: 6 }, databaseBytes: 1, modules: { base: '18.0.1.3' }, mailsWaiting: 0 },
    neutralized: true,
  };
  test.each<[string, Partial<Measure>, string | undefined]>([
    ['all of it', {}, undefined],
    ['fewer rows', { counts: { res_users: 0, bus_bus: 0 } }, 'dump_cut'],
    ['no table', { counts: { bus_bus: 0 } }, 'dump_cut'],
    ['fewer keys', { constraints: 1 }, 'dump_cut'],
    ['fewer indexes', { indexes: 0 }, 'dump_cut'],
    ['files missing', { filesMissing: 1 }, 'file_missing'],
    ['another module', { modules: {} }, 'modules_differ'],
  ])('%s', (_what, change, fault) => {
    expect(differs(zip, { ...measure, ...change })?.fault).toBe(fault);
  });
});
