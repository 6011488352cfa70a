import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { open as openZip, type Entry, type ZipFile } from 'yauzl';
import { ZipWriter } from '#platform/tenant-data/zip-writer.ts';

/** The same zip with a dump that ends at 60 %, as a full disk or a lost connection leaves one. */
export async function cutDump(from: string, to: string): Promise<void> {
  const zip = await new Promise<ZipFile>((done, fail) =>
    openZip(from, { lazyEntries: true }, (error, file) => (file ? done(file) : fail(error!))),
  );
  const out = createWriteStream(to);
  const writer = new ZipWriter(out);
  await new Promise<void>((done, fail) => {
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName.endsWith('/')) return zip.readEntry();
      zip.openReadStream(entry, (error, stream) => {
        if (!stream) return fail(error!);
        buffer(stream as Readable)
          .then(async (content) => {
            const whole = entry.fileName !== 'dump.sql';
            await writer.add(entry.fileName, whole ? content : content.subarray(0, content.length * 0.6));
            zip.readEntry();
          })
          .catch(fail);
      });
    });
    zip.once('end', done);
    zip.once('error', fail);
    zip.readEntry();
  });
  await writer.finish();
  out.end();
  await finished(out);
}
