import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AppContext } from '#platform/module/context.ts';
import type { PublicPage } from '#platform/pages/serve.ts';

const TYPES = { css: 'text/css; charset=utf-8', webp: 'image/webp' } as const;

/** A file of the site under an address that names its content, so that browsers may keep it for ever. */
function fileAt(file: string): { readonly href: string; readonly page: PublicPage<AppContext> } {
  const bytes = readFileSync(new URL(file, import.meta.url));
  const [, name = '', ending = 'css'] = /([a-z-]+)\.(css|webp)$/.exec(file) ?? [];
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const href = `/site/${name}-${hash}.${ending}`;
  const contentType = TYPES[ending as keyof typeof TYPES];
  return { href, page: { path: href, answer: () => Promise.resolve({ contentType, bytes }) } };
}

const styles = fileAt('./site.css');
export const SITE_STYLES = styles.href;

/** A picture of the product: taken of the demo as it runs, light and dark. Width and height keep its place free. */
export interface Picture {
  readonly light: string;
  readonly dark: string;
  readonly width: number;
  readonly height: number;
}

const pictureFiles: PublicPage<AppContext>[] = [];
function picture(name: string, width: number, height: number): Picture {
  const [light, dark] = [fileAt(`../pictures/${name}.webp`), fileAt(`../pictures/${name}-dark.webp`)];
  pictureFiles.push(light.page, dark.page);
  return { light: light.href, dark: dark.href, width, height };
}

export const PICTURES = {
  today: picture('today', 1366, 820),
  cut: picture('cut', 1366, 820),
  station: picture('station', 390, 780),
} as const;

export const fileRoutes: readonly PublicPage<AppContext>[] = [styles.page, ...pictureFiles];
