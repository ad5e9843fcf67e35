import type { ManifestOptions } from 'vite-plugin-pwa';

/** Modules with all that it takes to check them, in one file. */
const BUNDLE = 'application/vnd.gen-registry.bundle';

const icon = (name: string) => [{ src: `/icons/${name}-96.png`, sizes: '96x96', type: 'image/png' }];

/**
 * How a system shows and starts the installed app. Files that it opens come by the launch queue (`src/ui/hooks/use-dropped-files.ts`),
 * what other apps share by the service worker (`src/sw/keep-shared.ts`), links by the screen `/open`.
 */
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
  display_override: ['window-controls-overlay', 'standalone'],
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
    { name: 'Publish a module', short_name: 'Publish', url: '/publish', icons: icon('publish') },
    { name: 'Check a file', short_name: 'Check', url: '/check', icons: icon('check') },
    { name: 'Installed modules', short_name: 'Installed', url: '/installed', icons: icon('installed') },
  ],
  screenshots: [
    {
      src: '/screenshots/wide.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'Modules to search, on a desk',
    },
    {
      src: '/screenshots/module.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'A module, and what it may do',
    },
    {
      src: '/screenshots/narrow.png',
      sizes: '390x844',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Modules to search, on a phone',
    },
  ],
  file_handlers: [
    { action: '/check', accept: { 'application/wasm': ['.wasm'] } },
    { action: '/installed', accept: { [BUNDLE]: ['.genbundle'] } },
  ],
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      files: [{ name: 'files', accept: ['application/wasm', '.wasm', BUNDLE, '.genbundle'] }],
    },
  },
  protocol_handlers: [{ protocol: 'web+gen', url: '/open?link=%s' }],
  // Links to module pages, wherever they stand, lead into the app's window.
  handle_links: 'preferred',
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
};
