import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createPdfRenderer, type PdfFailed, type PdfRequest, type RendererOptions } from './render.ts';
import { readPdf } from './testing.ts';

const AT = '2026-05-04T08:30:15.000Z';
const NATIVE = createPdfRenderer({ engine: 'native' });
const WASM = createPdfRenderer({ engine: 'wasm', deadlineSeconds: 120 });
afterAll(() => Promise.all([NATIVE.close(), WASM.close()]));

const SENDER = {
  name: 'Larch Lane',
  headLines: ['Leeds'],
  returnLine: 'Larch Lane · Leeds',
  footer: [['Larch Lane Ltd'], ['Bank']],
};
const PAPER = {
  language: 'en',
  title: 'Test paper T-1',
  pageWord: 'Page',
  sender: SENDER,
  recipient: ['Someone'],
  facts: [{ label: 'Number', value: 'T-1' }],
  opening: [],
  closing: [],
};
const HEAD =
  '#import "/platform/documents/kit.typ": *\n#let data = json("/data.json")\n#show: paper.with(data)\n';
const paper = (body: string, data: object = {}, more: Partial<PdfRequest> = {}): PdfRequest => ({
  template: { source: HEAD + body },
  data: { ...PAPER, ...data },
  createdAt: AT,
  ...more,
});
/** A table of `count` lines and a total, the shape of all priced papers. */
const TABLE = `#line-table(
  ((label: "No", width: 12mm, align: left), (label: "What", width: 1fr, align: left), (label: "Each", width: 20mm, align: right), (label: "Sum", width: 20mm, align: right)),
  range(1, data.count + 1).map(i => (cells: ("#" + str(i), (text: "item " + str(i), detail: ("detail",)), "1.00", "1.00"))),
  totals: ((label: "Net", value: "9.00"), (label: "Grand total", value: "10.00", strong: true)),
  together: [Sign here],
)`;
const failure = (making: Promise<unknown>): Promise<PdfFailed> =>
  making.then(
    () => expect.fail('a paper was made'),
    (error: unknown) => error as PdfFailed,
  );

/** What tempts a template engine to run it. */
const TEMPTING = [
  '#import "kit.typ": *',
  '*bold* _italic_ `code`',
  '$x^2$ and #panic("no")',
  '= Heading',
  '- list // comment /* more */',
  '<label> @ref \\ ~ --- ...',
  '#{sys.version}',
  '"quotes" \'single\'',
];

describe.each([
  ['native', NATIVE],
  ['wasm', WASM],
] as const)('the %s engine', (name, renderer) => {
  test('prints what people typed as they typed it', async () => {
    const body = '#data.closing.map(c => [#c]).join(linebreak())';
    const { text } = await readPdf(
      await renderer.renderPdf(paper(body, { closing: TEMPTING, title: '#evil *T*' })),
    );
    for (const typed of TEMPTING) expect(text).toContain(typed);
    expect(text).toContain('#evil *T*');
  });

  test('sets letterhead, address, facts, page numbers, and repeats the head of the table', async () => {
    const read = await readPdf(await renderer.renderPdf(paper(TABLE, { count: 60 })));
    expect(read.pages.length).toBeGreaterThan(2);
    expect(read.pageMm).toEqual([210, 297]);
    expect(read.title).toBe('Test paper T-1');
    for (const words of ['Larch Lane · Leeds', 'Someone', 'Number', 'Grand total'])
      expect(read.text).toContain(words);
    read.pages.forEach((page, i) => {
      expect(page).toContain(`Page ${i + 1} / ${read.pages.length}`);
      expect(page).toMatch(/No What Each Sum/);
      expect(page).toContain('Larch Lane Ltd');
    });
    for (let i = 1; i <= 60; i++) expect(read.text).toContain(`#${i} item ${i} `);
  });

  test('embeds its fonts', async () => {
    const raw = Buffer.from(await renderer.renderPdf(paper('hello'))).toString('latin1');
    expect(raw).toMatch(/\/FontFile[23]/);
  });

  test('gives the same bytes for the same request, in this thread and in a fresh one', async () => {
    const first = await renderer.renderPdf(paper(TABLE, { count: 5 }));
    const again = await renderer.renderPdf(paper(TABLE, { count: 5 }));
    const fresh = createPdfRenderer({ engine: name, deadlineSeconds: 120 });
    const third = await fresh.renderPdf(paper(TABLE, { count: 5 }));
    await fresh.close();
    expect(Buffer.from(again).equals(first)).toBe(true);
    expect(Buffer.from(third).equals(first)).toBe(true);
    const later = await renderer.renderPdf(
      paper(TABLE, { count: 5 }, { createdAt: '2026-05-04T08:30:16.000Z' }),
    );
    expect(Buffer.from(later).equals(first)).toBe(false);
  });

  test('one paper leaves nothing for the next: no data, no pictures, no sources', async () => {
    await renderer.renderPdf(paper('#picture("a.svg")', {}, { files: { 'a.svg': svgBytes } }));
    expect((await failure(renderer.renderPdf(paper('#picture("a.svg")')))).code).toBe('typst_failed');
    const { text } = await readPdf(
      await renderer.renderPdf(paper('#data.at("count", default: "nothing left")')),
    );
    expect(text).toContain('nothing left');
  });

  test('carries attachments', async () => {
    const bytes = Buffer.from('<Invoice/>');
    const request = paper(
      'hello',
      {},
      {
        attachments: [
          {
            name: 'factur-x.xml',
            bytes,
            mimeType: 'text/xml',
            relationship: 'alternative',
            description: 'Factur-X',
          },
        ],
      },
    );
    const read = await readPdf(await renderer.renderPdf(request));
    expect(Buffer.from(read.attachments['factur-x.xml']!).equals(bytes)).toBe(true);
  });

  test('a faulty template says where, and reaches no file of the machine', async () => {
    const error = await failure(
      renderer.renderPdf({ template: { source: 'fine\n#let x = y' }, data: {}, createdAt: AT }),
    );
    expect(error).toMatchObject({ name: 'PdfFailed', code: 'typst_failed' });
    expect(error.message).toMatch(/main\.typ:.*unknown variable: y/);
    for (const path of ['/etc/hostname', '../../etc/hostname', '/package.json'])
      expect((await failure(renderer.renderPdf(paper(`#read(${JSON.stringify(path)})`)))).code).toBe(
        'typst_failed',
      );
  });
});

const svgBytes = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
);

test('both engines say the same on the same number of pages', async () => {
  const [native, wasm] = await Promise.all(
    [NATIVE, WASM].map(async (r) => readPdf(await r.renderPdf(paper(TABLE, { count: 3 })))),
  );
  expect(wasm!.pages).toEqual(native!.pages);
});

test('no page shows a total without lines, and signatures stay with it, at any number of lines', async () => {
  for (let count = 1; count <= 44; count++) {
    const { pages } = await readPdf(await NATIVE.renderPdf(paper(TABLE, { count })));
    const last = pages.at(-1)!;
    expect(last, `${count} lines`).toContain(`item ${count} `);
    if (count > 1) expect(last, `${count} lines`).toContain(`item ${count - 1} `);
    expect(last).toMatch(/No What.*Net 9\.00 Grand total 10\.00 Sign here/);
  }
});

describe('PDF/A-3b', () => {
  const standard = 'pdf/a-3b' as const;

  test('is marked when asked for, and only then, with the invoice inside', async () => {
    const xml = Buffer.from('<Invoice/>');
    const attachments = [
      {
        name: 'factur-x.xml',
        bytes: xml,
        mimeType: 'text/xml',
        relationship: 'alternative',
        description: 'x',
      },
    ] as const;
    const read = await readPdf(await NATIVE.renderPdf(paper(TABLE, { count: 3 }, { standard, attachments })));
    expect(read.pdfA).toBe('3B');
    expect(Object.keys(read.attachments)).toEqual(['factur-x.xml']);
    expect((await readPdf(await NATIVE.renderPdf(paper('x')))).pdfA).toBeUndefined();
  });

  test('gives the same bytes twice', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map(() => NATIVE.renderPdf(paper(TABLE, { count: 3 }, { standard }))),
    );
    expect(Buffer.from(a!).equals(b!)).toBe(true);
  });

  test('characters that no font has become boxes, and the paper is made all the same', async () => {
    // U+E123 (private use) and an unassigned plane-15 character are in no font of any machine.
    const request = paper(
      '#data.closing.join()',
      { closing: ['before \u{e123} between \u{f1234} after'] },
      { standard },
    );
    const read = await readPdf(await NATIVE.renderPdf(request));
    expect(read.pdfA).toBe('3B');
    expect(read.text).toMatch(/before\s+between\s+after/);
  });

  test('is refused, not faked, where the engine cannot', async () => {
    expect((await failure(WASM.renderPdf(paper('x', {}, { standard })))).code).toBe(
      'pdf_standard_unavailable',
    );
  });
});

describe('the threads', () => {
  const own = async (
    options: RendererOptions,
    use: (r: ReturnType<typeof createPdfRenderer>) => Promise<void>,
  ) => {
    const renderer = createPdfRenderer(options);
    try {
      await use(renderer);
    } finally {
      await renderer.close();
    }
  };
  /** Some hundred million steps of a compiler: far longer than the deadline, finite so that the thread ends. */
  const ENDLESS: PdfRequest = {
    template: {
      source: '#let x = 0\n#for i in range(3000) { for j in range(3000) { x = calc.rem(x + i * j, 7) } }\n#x',
    },
    data: {},
    createdAt: AT,
  };

  test.each(['native', 'wasm'] as const)(
    'a %s paper past its deadline fails, and the next is made by a new thread',
    (engine) =>
      own({ engine, deadlineSeconds: engine === 'wasm' ? 4 : 0.5 }, async (renderer) => {
        expect((await failure(renderer.renderPdf(ENDLESS))).code).toBe('deadline');
        await own({ engine, deadlineSeconds: 60 }, async (fresh) => {
          expect((await readPdf(await fresh.renderPdf(paper('still here')))).text).toContain('still here');
        });
      }),
  );

  test('a thread that crashes fails its paper only, and the next paper gets a new thread', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tenon-fonts-'));
    try {
      // Fonts that cannot be read end the thread at its start; once they are there, the same renderer works again.
      await own({ engine: 'wasm', fontFolder: folder, deadlineSeconds: 60 }, async (renderer) => {
        expect((await failure(renderer.renderPdf(paper('x')))).code).toBe('crashed');
        for (const style of ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold']) {
          await mkdir(join(folder, style));
          await copyFile(
            'node_modules/bwip-js/fonts/Inconsolata.otf',
            join(folder, style, `SourceSans3_${style}.ttf`),
          );
        }
        expect((await readPdf(await renderer.renderPdf(paper('x')))).pages).toHaveLength(1);
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('many papers at once are each the right one', () =>
    own({ engine: 'native', workers: 2 }, async (renderer) => {
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, i) => renderer.renderPdf(paper(`number ${i} of many`))),
      );
      const texts = await Promise.all(made.map(async (pdf) => (await readPdf(pdf)).text));
      texts.forEach((text, i) => expect(text).toContain(`number ${i} of many`));
    }));

  test('too much input is refused before a thread sees it; a closed renderer takes nothing', () =>
    own({}, async (renderer) => {
      const files = { 'a.bin': new Uint8Array(17 * 1024 * 1024) };
      expect((await failure(renderer.renderPdf(paper('x', {}, { files })))).code).toBe('too_large');
      const long: PdfRequest = {
        template: { source: `/*${'x'.repeat(9 * 1024 * 1024)}*/` },
        data: {},
        createdAt: AT,
      };
      expect((await failure(renderer.renderPdf(long))).code).toBe('too_large');
      for (const name of ['../kit.typ', 'a/b', '', '.x'])
        await expect(renderer.renderPdf(paper('x', {}, { files: { [name]: svgBytes } }))).rejects.toThrow(
          RangeError,
        );
      await expect(renderer.renderPdf(paper('x', {}, { createdAt: 'soon' }))).rejects.toThrow(
        'soon is no instant',
      );
      const waiting = failure(renderer.renderPdf(paper('x')));
      await renderer.close();
      expect((await waiting).code).toBe('closed');
      expect((await failure(renderer.renderPdf(paper('x')))).code).toBe('closed');
    }));
});
