import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Which families papers are set in, first choice first, and the files that hold those the compiler does not bring itself. */
export interface PaperFonts {
  readonly families: readonly string[];
  readonly files: readonly string[];
}

const require = createRequire(import.meta.url);

/** Weights that the kit uses. */
const SOURCE_SANS = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'];

/**
 * Source Sans 3 (OFL 1.1) when its package is installed. Otherwise what there is: the native compiler carries Libertinus Serif,
 * New Computer Modern and DejaVu Sans Mono inside; the WASM compiler carries nothing and gets Inconsolata (OFL 1.1), which
 * comes with the barcode writer. System fonts are never asked for by name, so a paper looks the same on each machine.
 */
export function paperFonts(
  engine: 'native' | 'wasm',
  folder: string | undefined = sourceSansFolder(),
): PaperFonts {
  const carried = engine === 'native' ? ['Libertinus Serif', 'New Computer Modern', 'DejaVu Sans Mono'] : [];
  if (folder !== undefined) {
    const files = SOURCE_SANS.map((style) => join(folder, style, `SourceSans3_${style}.ttf`));
    return { families: ['Source Sans 3', ...carried], files };
  }
  if (engine === 'native') return { families: carried, files: [] };
  const inconsolata = join(dirname(require.resolve('bwip-js')), '..', 'fonts', 'Inconsolata.otf');
  if (!existsSync(inconsolata))
    throw new Error(`no font for papers: ${inconsolata} is missing. Install the packages again (npm ci).`);
  return { families: ['Inconsolata'], files: [inconsolata] };
}

function sourceSansFolder(): string | undefined {
  try {
    return dirname(require.resolve('@expo-google-fonts/source-sans-3/package.json'));
  } catch {
    // Not installed: an expected state with an answer of its own above.
    return undefined;
  }
}
