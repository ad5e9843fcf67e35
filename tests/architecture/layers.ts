/** The table "Layout and direction of imports" of ARCHITECTURE.md, as data. Change both together. */
export interface Layer {
  readonly name: string;
  /** Path of a folder with `/` at its end, or of one file, or a pattern; the first layer that fits a file is its layer. */
  readonly at: string | RegExp;
  /** Layers whose files it may import, beside its own. */
  readonly may: readonly string[];
  /** Layers of which it may import types only. */
  readonly mayTypes?: readonly string[];
  /** Packages; `x` means also `x/…`, `@x/*` every package of a scope, `node:*` every built-in. */
  readonly packages: readonly string[];
}

const CORE_PACKAGES = [
  'cborg',
  'multiformats',
  'zod',
  'semver',
  '@noble/hashes',
  'spdx-expression-parse',
  'spdx-license-ids',
];
const CORE = [
  'core',
  'core/access',
  'core/record',
  'core/view',
  'core/resolve',
  'core/wasm',
  'core/search',
  'core/proof',
  'core/bundle',
];

export const LAYERS: readonly Layer[] = [
  { name: 'core/access', at: 'src/core/access/', may: ['core'], packages: CORE_PACKAGES },
  { name: 'core/record', at: 'src/core/record/', may: ['core', 'core/access'], packages: CORE_PACKAGES },
  {
    name: 'core/view',
    at: 'src/core/view/',
    may: ['core', 'core/access', 'core/record'],
    packages: CORE_PACKAGES,
  },
  {
    name: 'core/resolve',
    at: 'src/core/resolve/',
    may: ['core', 'core/access', 'core/record', 'core/view'],
    packages: CORE_PACKAGES,
  },
  { name: 'core/wasm', at: 'src/core/wasm/', may: ['core'], packages: CORE_PACKAGES },
  {
    name: 'core/search',
    at: 'src/core/search/',
    may: ['core', 'core/access', 'core/record', 'core/view'],
    packages: CORE_PACKAGES,
  },
  {
    name: 'core/proof',
    at: 'src/core/proof/',
    may: ['core', 'core/access', 'core/record', 'core/view', 'core/wasm'],
    packages: CORE_PACKAGES,
  },
  {
    name: 'core/bundle',
    at: 'src/core/bundle/',
    may: ['core', 'core/access', 'core/record', 'core/view', 'core/resolve'],
    packages: CORE_PACKAGES,
  },
  { name: 'core', at: /^src\/core\/[^/]+$/, may: [], packages: CORE_PACKAGES },
  { name: 'replica', at: 'src/replica/', may: CORE, packages: [...CORE_PACKAGES, '@automerge/*'] },
  { name: 'keys', at: 'src/keys/', may: ['core'], packages: CORE_PACKAGES },
  { name: 'ports', at: 'src/ports/', may: [], mayTypes: CORE, packages: [] },
  { name: 'app', at: 'src/app/', may: [...CORE, 'replica', 'ports'], packages: CORE_PACKAGES },
  { name: 'validator', at: 'src/validator/', may: [...CORE, 'ports'], packages: [] },
  {
    name: 'adapters/browser',
    at: 'src/adapters/browser/',
    may: [...CORE, 'keys', 'replica', 'ports'],
    packages: [...CORE_PACKAGES, 'idb', 'hash-wasm', '@automerge/*'],
  },
  {
    name: 'adapters/http',
    at: 'src/adapters/http/',
    may: [...CORE, 'ports'],
    packages: [...CORE_PACKAGES],
  },
  { name: 'adapters/memory', at: 'src/adapters/memory/', may: [...CORE, 'ports'], packages: CORE_PACKAGES },
  {
    name: 'adapters/node',
    at: 'src/adapters/node/',
    may: [...CORE, 'keys', 'replica', 'ports', 'validator'],
    packages: [...CORE_PACKAGES, 'node:*', '@automerge/*'],
  },
  {
    name: 'workers/impl',
    at: /^src\/workers\/[^/]+-impl\.ts$/,
    may: [...CORE, 'replica', 'ports', 'app', 'workers', 'adapters/browser', 'adapters/http'],
    packages: ['comlink', '@automerge/*'],
  },
  {
    name: 'workers',
    at: 'src/workers/',
    may: [...CORE, 'ports', 'app', 'validator', 'workers/impl'],
    packages: ['comlink', 'zod', '@dagrejs/dagre'],
  },
  {
    name: 'sw',
    at: 'src/sw/',
    may: [...CORE, 'ports', 'app', 'adapters/browser', 'adapters/http'],
    packages: ['zod'],
  },
  {
    name: 'ui/main',
    at: 'src/ui/main.tsx',
    may: [...CORE, 'ports', 'ui', 'workers'],
    mayTypes: ['app'],
    packages: ['react', 'react-dom', '@tanstack/*', 'workbox-window', 'virtual:pwa-register'],
  },
  {
    name: 'ui',
    at: 'src/ui/',
    may: [...CORE, 'ports'],
    mayTypes: ['app', 'workers'],
    packages: [
      'react',
      'react-dom',
      '@tanstack/*',
      '@base-ui/react',
      '@xyflow/react',
      'cmdk',
      'react-markdown',
      'rehype-sanitize',
      'remark-gfm',
      'semver',
      'spdx-expression-parse',
      'spdx-license-ids',
      'uqr',
      'workbox-window',
      'zod',
    ],
  },
  {
    name: 'relay',
    at: 'src/relay/',
    may: [...CORE, 'replica', 'ports', 'app', 'adapters/node', 'adapters/http', 'adapters/memory'],
    packages: [
      ...CORE_PACKAGES,
      'node:*',
      '@automerge/*',
      'fastify',
      '@fastify/*',
      'pino',
      'prom-client',
      'ws',
    ],
  },
  {
    name: 'cli/relay',
    at: 'src/cli/commands/relay/',
    may: [...CORE, 'keys', 'ports', 'app', 'cli', 'relay'],
    packages: ['node:*', 'commander', '@clack/prompts', 'zod'],
  },
  {
    name: 'cli',
    at: 'src/cli/',
    may: [
      ...CORE,
      'keys',
      'replica',
      'ports',
      'app',
      'adapters/node',
      'adapters/http',
      'adapters/memory',
      'cli/relay',
    ],
    packages: ['node:*', 'commander', '@clack/prompts', 'zod', 'semver'],
  },
];

/** What a process must not load, by whatever way: the chain of imports is followed, types aside. */
export const NEVER_LOADED: readonly {
  readonly from: string;
  readonly packages: string;
  readonly why: string;
}[] = [
  { from: 'src/sw/', packages: '@automerge/*', why: 'the service worker would grow to 5 MB' },
  { from: 'src/ui/', packages: '@automerge/*', why: 'documents belong to the engine, not to the page' },
];

export const LONGEST_FILE = 350;
