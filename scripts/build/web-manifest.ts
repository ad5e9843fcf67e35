import type { ManifestOptions } from 'vite-plugin-pwa';

/** `file_handlers` and `launch_handler`: the system's "Open with" for a `.wasm` file leads to the screen that checks it. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Gen Registry',
  short_name: 'Gen',
  description:
    'A local-first registry of WebAssembly modules: on your own device, believed because they verify.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#1d2b53',
  background_color: '#f7f8fc',
  categories: ['developer', 'developer tools', 'utilities'],
  icons: [
    { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'Publish a module', short_name: 'Publish', url: '/publish' },
    { name: 'Check a file', short_name: 'Check', url: '/check' },
    { name: 'Installed modules', short_name: 'Installed', url: '/installed' },
  ],
  file_handlers: [{ action: '/check', accept: { 'application/wasm': ['.wasm'] } }],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
};
