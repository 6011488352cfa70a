import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import type { InlineConfig } from 'vite';

const here = import.meta.dirname;

/** Three entries and the station's service worker, which must keep its address. Files that may be cached for ever carry a hash. */
const config: InlineConfig = {
  root: here,
  configFile: false,
  base: '/',
  publicDir: resolve(here, 'public'),
  plugins: [react()],
  build: {
    manifest: 'bundles.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        office: resolve(here, 'office.html'),
        station: resolve(here, 'station.html'),
        operator: resolve(here, 'operator.html'),
        'station-worker': resolve(here, './station/service-worker.ts'),
      },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === 'station-worker' ? 'station-worker.js' : 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
};

export default config;
