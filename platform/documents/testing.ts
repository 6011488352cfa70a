import { getDocumentProxy } from 'unpdf';

/** What a PDF says when read back by a reader that shares no code with the writer; for tests. */
export interface ReadBack {
  /** text of each page, runs of white space as one space */
  readonly pages: readonly string[];
  /** all pages in one line */
  readonly text: string;
  readonly attachments: Readonly<Record<string, Uint8Array>>;
  /** PDF/A part and conformance from the metadata, `3B`; undefined for a plain PDF */
  readonly pdfA: string | undefined;
  readonly title: string | undefined;
  /** width × height of the first page in whole mm */
  readonly pageMm: readonly [number, number];
}

export async function readPdf(pdf: Uint8Array): Promise<ReadBack> {
  // The reader takes the bytes over, so it gets its own.
  const document = await getDocumentProxy(pdf.slice());
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const words = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''));
    pages.push(words.join('').replace(/\s+/g, ' ').trim());
  }
  const [, , right = 0, top = 0] = (await document.getPage(1)).view;
  const attachments: Record<string, Uint8Array> = {};
  for (const [id, { filename }] of ((await document.getAttachments()) ?? new Map()) as Map<
    string,
    { filename: string }
  >)
    attachments[filename] = (await document.getAttachmentContent(id)) ?? new Uint8Array();
  const raw = Buffer.from(pdf).toString('latin1');
  const part = /<pdfaid:part>(\d)<\/pdfaid:part>.*?<pdfaid:conformance>(\w)</s.exec(raw);
  const info = (await document.getMetadata()).info as { Title?: string };
  await document.loadingTask.destroy();
  return {
    pages,
    text: pages.join(' '),
    attachments,
    pdfA: part ? `${part[1]}${part[2]}` : undefined,
    title: info.Title,
    pageMm: [Math.round((right / 72) * 25.4), Math.round((top / 72) * 25.4)],
  };
}

/** Numbers in `1 … count` for which no page says `item N` as a whole word. */
export function missingItems(read: ReadBack, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter(
    (n) => !new RegExp(`item ${n}(?!\\d)`).test(read.text),
  );
}
