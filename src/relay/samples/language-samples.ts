import type { Sample } from './sample.ts';

/** Parsers, grammars, formatters and language runtimes. */
export const LANGUAGE_SAMPLES: readonly Sample[] = [
  {
    id: 'io.github.microsoft.tree-sitter',
    package: '@vscode/tree-sitter-wasm',
    file: 'wasm/tree-sitter.wasm',
    name: 'Tree-sitter runtime',
    description:
      'An incremental parser engine: it loads a grammar, keeps a syntax tree up to date with each edit, and answers queries over it.',
    tags: ['parser', 'syntax-tree', 'incremental', 'editor'],
    type: 'library',
  },
  {
    id: 'io.github.microsoft.tree-sitter-regex',
    package: '@vscode/tree-sitter-wasm',
    file: 'wasm/tree-sitter-regex.wasm',
    name: 'Tree-sitter regex',
    description: 'Grammar of regular expressions for the Tree-sitter runtime.',
    tags: ['parser', 'grammar', 'regex'],
    type: 'knowledge',
    dependencies: [{ id: 'io.github.microsoft.tree-sitter', range: '^0.3.0' }],
  },
  {
    id: 'io.github.microsoft.tree-sitter-javascript',
    package: '@vscode/tree-sitter-wasm',
    file: 'wasm/tree-sitter-javascript.wasm',
    name: 'Tree-sitter JavaScript',
    description: 'Grammar of JavaScript and JSX for the Tree-sitter runtime.',
    tags: ['parser', 'grammar', 'javascript'],
    type: 'knowledge',
    dependencies: [
      { id: 'io.github.microsoft.tree-sitter', range: '^0.3.0' },
      { id: 'io.github.microsoft.tree-sitter-regex', range: '^0.3.0' },
    ],
  },
  {
    id: 'io.github.microsoft.tree-sitter-typescript',
    package: '@vscode/tree-sitter-wasm',
    file: 'wasm/tree-sitter-typescript.wasm',
    name: 'Tree-sitter TypeScript',
    description: 'Grammar of TypeScript for the Tree-sitter runtime; extends the JavaScript one.',
    tags: ['parser', 'grammar', 'typescript'],
    type: 'knowledge',
    dependencies: [
      { id: 'io.github.microsoft.tree-sitter', range: '^0.3.0' },
      { id: 'io.github.microsoft.tree-sitter-javascript', range: '^0.3.0' },
    ],
  },
  {
    id: 'io.github.microsoft.oniguruma',
    package: 'vscode-oniguruma',
    file: 'release/onig.wasm',
    name: 'Oniguruma',
    description:
      'The regular expression engine behind TextMate grammars: tries many patterns at once and returns the leftmost match.',
    tags: ['regex', 'highlighting', 'textmate', 'editor'],
    type: 'library',
  },
  {
    id: 'io.github.mozilla.source-map',
    package: 'source-map',
    file: 'lib/mappings.wasm',
    name: 'Source map mappings',
    description:
      'Parses the mappings of a JavaScript source map and finds original positions for generated ones, and back.',
    tags: ['javascript', 'source-map', 'debugging', 'rust'],
    type: 'library',
  },
  {
    id: 'io.github.dprint.json',
    package: '@dprint/json',
    file: 'plugin.wasm',
    name: 'dprint JSON',
    description:
      'Formats JSON and JSON with comments. A plugin for the dprint formatter, or for any host that speaks its small protocol.',
    tags: ['formatter', 'json', 'plugin', 'rust'],
    type: 'tool',
  },
  {
    id: 'io.github.justjake.quickjs',
    package: '@jitl/quickjs-wasmfile-release-sync',
    file: 'dist/emscripten-module.wasm',
    name: 'QuickJS',
    description:
      'A small JavaScript interpreter with its own heap and limits, for running scripts that are not trusted.',
    tags: ['runtime', 'javascript', 'interpreter', 'sandbox'],
    type: 'library',
  },
  {
    id: 'io.github.ceifa.lua',
    package: 'wasmoon',
    file: 'dist/glue.wasm',
    name: 'Lua',
    description: 'The official Lua virtual machine and its C API, for scripting inside a page or a server.',
    tags: ['runtime', 'lua', 'interpreter', 'scripting'],
    type: 'library',
  },
];
