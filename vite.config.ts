import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { precompress } from './scripts/build/precompress.ts';
import { preloadShared } from './scripts/build/preload-shared.ts';
import { manifest } from './scripts/build/web-manifest.ts';

const RELAY = `http://127.0.0.1:${process.env['PORT'] ?? '4321'}`;

/** Answered by the relay in development too (`npm run dev`). */
const RELAY_PATHS = [
  '/records',
  '/heads',
  '/reports',
  '/snapshots',
  '/aggregates',
  '/domains',
  '/blobs',
  '/healthz',
  '/readyz',
  '/metrics',
  '/pairing',
  '/.well-known',
];

/**
 * What nearly all screens are made of. The rest comes with the screens that need it: what reads records or draws a graph is large, and so
 * are the libraries behind codes, pickers and long lists.
 */
const OF_SCREENS = /src\/(ui|ports)\/|node_modules\/(@base-ui|@floating-ui)\//;
const OF_SOME_SCREENS =
  /src\/ui\/(pages\/(module\/graph\/draw|publish|identity)|components\/(qr-code|picker|long-list|report-|examination))/;

/**
 * The relay sends a Content-Security-Policy without 'unsafe-inline' and without data: for scripts and fetches: nothing is inlined,
 * neither scripts nor styles nor small assets. Automerge comes by its slim entry and `automerge.wasm?url`, so no WASM plugin.
 */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'es2022',
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    sourcemap: true,
    assetsInlineLimit: 0,
    // One small file instead of four that block the first paint one after the other.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // A file costs a phone a round trip: one is what every screen starts with, one what screens share, then comes the screen.
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'], priority: 1 },
            {
              name: 'shared',
              minShareCount: 2,
              test: (id) => OF_SCREENS.test(id) && !OF_SOME_SCREENS.test(id),
            },
          ],
        },
      },
    },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/sync': { target: RELAY, ws: true },
      ...Object.fromEntries(RELAY_PATHS.map((path) => [path, { target: RELAY }])),
    },
  },
  plugins: [
    react(),
    preloadShared(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'service-worker.ts',
      // The page registers it with workbox-window, and asks before an update takes over.
      injectRegister: false,
      registerType: 'prompt',
      includeManifestIcons: false,
      manifest,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{js,css,html,svg,woff2,wasm}', 'icons/icon-192.png'],
        globIgnores: ['screenshots/**', 'icons/maskable*'],
        maximumFileSizeToCacheInBytes: 6e6,
      },
    }),
    precompress(),
  ],
});
