import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { PaperFonts } from './fonts.ts';

/** One document, complete: nothing is read from disk or network while it is made. Paths are absolute inside a room of their own. */
export interface CompileJob {
  readonly main: string;
  /** Typst sources by path */
  readonly sources: Readonly<Record<string, string>>;
  /** everything else by path: data, pictures, attachments */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly standard?: 'pdf/a-3b' | undefined;
}

export interface Engine {
  readonly name: 'native' | 'wasm';
  /** @throws TypstError naming file, line and what to look at */
  compile(job: CompileJob): Promise<Uint8Array>;
}

/** The template, its data or the standard does not work out; the message is for the developer of the template. */
export class TypstError extends Error {
  readonly code: 'typst_failed' | 'pdf_standard_unavailable' | 'text_unprintable';
  /** for `text_unprintable`: the text that no font can show */
  readonly text: string | undefined;
  constructor(code: TypstError['code'], message: string, text?: string) {
    super(message);
    this.name = 'TypstError';
    this.code = code;
    this.text = text;
  }
}

interface Diagnostic {
  message: string;
  path?: string;
  range?: { start: { line: number; character: number } } | string;
  hints?: string[];
}

function describe(found: readonly Diagnostic[]): string {
  return found
    .map(({ path, range, message }) => {
      const at =
        typeof range === 'object' ? `${range.start.line + 1}:${range.start.character + 1}` : (range ?? '');
      return `${path ?? ''}:${at}: ${message}`;
    })
    .join('\n');
}

const require = createRequire(import.meta.url);

// ---- native ---------------------------------------------------------------------------------------------------------

/** The part of the native package's interface that is used here; the package itself ships no types. */
interface NativeModule {
  NodeCompiler: { create(args: { workspace: string; fontArgs: { fontPaths: string[] }[] }): NativeCompiler };
}
interface NativeCompiler {
  addSource(path: string, text: string): void;
  mapShadow(path: string, bytes: Buffer): void;
  resetShadow(): void;
  evictCache(maxAge: number): void;
  compile(options: { mainFilePath: string; inputs: Record<string, string> }): {
    result: unknown;
    hasError(): boolean;
    takeError(): unknown;
  };
  fetchDiagnostics(error: unknown): Diagnostic[];
  pdf(document: unknown, options: { pdfStandard?: string }): Buffer;
}

const NATIVE_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'win32-x64': 'win32-x64-msvc',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/** @returns undefined when this system has no native package (or it does not load, as with musl) */
export function nativeEngine(fonts: PaperFonts): Engine | undefined {
  const suffix = NATIVE_PACKAGES[`${process.platform}-${process.arch}`];
  if (suffix === undefined) return undefined;
  let native: NativeModule;
  try {
    native = require(`@myriaddreamin/typst-ts-node-compiler-${suffix}`) as NativeModule;
  } catch (error) {
    if (['MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes((error as { code?: string }).code ?? ''))
      return undefined;
    throw error;
  }
  // A folder that does not exist: a template that asks for a file it was not given finds none, whatever this machine has.
  const room = resolve('/tenon-papers-have-no-folder');
  const compiler = native.NodeCompiler.create({
    workspace: room,
    fontArgs: [{ fontPaths: [...fonts.files] }],
  });
  const inRoom = (path: string): string => join(room, path);

  return {
    name: 'native',
    compile: async ({ main, sources, files, standard }) => {
      try {
        for (const [path, text] of Object.entries(sources)) compiler.addSource(inRoom(path), text);
        for (const [path, bytes] of Object.entries(files))
          compiler.mapShadow(inRoom(path), Buffer.from(bytes));
        const made = compiler.compile({ mainFilePath: inRoom(main), inputs: {} });
        if (made.hasError()) {
          const found = compiler.fetchDiagnostics(made.takeError());
          throw new TypstError('typst_failed', describe(found).replaceAll(room, ''));
        }
        try {
          return new Uint8Array(
            compiler.pdf(made.result, standard === 'pdf/a-3b' ? { pdfStandard: 'a-3b' } : {}),
          );
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          const text = /the text ("(?:[^"\\]|\\.)*") could not be displayed with any font/.exec(
            message.replaceAll('\\"', '"'),
          )?.[1];
          if (text !== undefined)
            throw new TypstError('text_unprintable', message, rustText(text.slice(1, -1)));
          throw new TypstError('typst_failed', message);
        }
      } finally {
        compiler.resetShadow();
        // Keeps what the last few papers share (the kit, fonts), drops what only one of them had.
        compiler.evictCache(3);
      }
    },
  };
}

/** Undoes the escapes of Rust's debug text, `\u{1f600}`. */
function rustText(text: string): string {
  return text.replace(/\\u\{([0-9a-f]{1,6})\}/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

// ---- WASM -----------------------------------------------------------------------------------------------------------

/** The same work in WebAssembly, for systems without a native package. Its interface has no switch for PDF/A. */
export async function wasmEngine(fonts: PaperFonts): Promise<Engine> {
  const wasm = await import('@myriaddreamin/typst-ts-web-compiler');
  const main = require.resolve('@myriaddreamin/typst-ts-web-compiler');
  const bytes = readFileSync(join(main, '..', 'typst_ts_web_compiler_bg.wasm'));
  await wasm.default({ module_or_path: bytes });
  const builder = new wasm.TypstCompilerBuilder();
  builder.set_dummy_access_model();
  for (const file of fonts.files) await builder.add_raw_font(readFileSync(file));
  const compiler = await builder.build();

  return {
    name: 'wasm',
    compile: async ({ main: mainPath, sources, files, standard }) => {
      if (standard !== undefined)
        throw new TypstError(
          'pdf_standard_unavailable',
          `${standard} needs the native Typst package, which this system does not have`,
        );
      try {
        for (const [path, text] of Object.entries(sources)) compiler.add_source(path, text);
        for (const [path, content] of Object.entries(files)) compiler.map_shadow(path, content);
        // 3: diagnostics with file and place.
        const made = compiler.compile(mainPath, [], 'pdf', 3) as {
          result?: Uint8Array;
          diagnostics?: Diagnostic[];
        };
        if (made.result) return made.result;
        throw new TypstError('typst_failed', describe(made.diagnostics ?? []));
      } finally {
        compiler.reset_shadow();
        compiler.reset();
      }
    },
  };
}
