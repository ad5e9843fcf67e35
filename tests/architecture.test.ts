import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { breaches } from './architecture/check.ts';

const ROOT = dirname(import.meta.dirname);

function projectSources(): Map<string, string> {
  const paths = globSync('src/**/*.{ts,tsx,css,json,md}', { cwd: ROOT });
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(ROOT, path), 'utf8')]));
}

/** Breaches of a small world, given as path → text. */
function judge(files: Record<string, string>): readonly string[] {
  return breaches(new Map(Object.entries(files)));
}

test('src keeps to the layers, without cycles, barrels, default exports or overlong files', () => {
  const sources = projectSources();
  expect(sources.size).toBeGreaterThan(100);
  expect(breaches(sources)).toEqual([]);
});

test('an import of a lower layer is fine', () => {
  expect(
    judge({
      'src/core/ids.ts': 'export type Did = string;',
      'src/core/record/record.ts': "import type { Did } from '../ids.ts';\nexport type Author = Did;",
      'src/app/publish.ts':
        "import type { Author } from '../core/record/record.ts';\nexport type By = Author;",
    }),
  ).toEqual([]);
});

test('an upward import is a breach, of a type too', () => {
  expect(
    judge({
      'src/core/ids.ts': "import type { Publish } from '../app/publish.ts';\nexport type X = Publish;",
      'src/app/publish.ts': 'export type Publish = string;',
    }),
  ).toEqual(['src/core/ids.ts:1 imports src/app/publish.ts: core may not import app, but nothing.']);
});

test('an upward import is found in a statement of many lines, a re-export, a call and an import for effect', () => {
  const upward = (statement: string) =>
    judge({ 'src/replica/gate.ts': statement, 'src/app/x.ts': 'export const a = 1;' });
  const expected = [expect.stringContaining('imports src/app/x.ts: replica may not import app')];

  expect(upward("import {\n  a,\n} from '../app/x.ts';\nexport const b = a;")).toEqual(expected);
  expect(upward("export { a } from '../app/x.ts';\nexport const b = 1;")).toEqual(expected);
  expect(upward("export const load = () => import('../app/x.ts');")).toEqual(expected);
  expect(upward("import '../app/x.ts';")).toEqual(expected);
  expect(upward("export type A = typeof import('../app/x.ts');")).toEqual(expected);
});

test('an import named in a comment is none', () => {
  const text =
    "/** As in\n * import('../app/x.ts')\n */\n// import { a } from '../app/x.ts';\nexport const b = 1;";
  expect(judge({ 'src/replica/gate.ts': text, 'src/app/x.ts': 'export const a = 1;' })).toEqual([]);
});

test('ports may import types of the core, not values', () => {
  const port = (statement: string) =>
    judge({
      'src/ports/clock.ts': `${statement}\nexport type M = 1;`,
      'src/core/ids.ts': 'export const a = 1;',
    });

  expect(port("import type { a } from '../core/ids.ts';")).toEqual([]);
  expect(port("import { a } from '../core/ids.ts';")).toEqual([
    'src/ports/clock.ts:1 imports src/core/ids.ts: ports may import only types of core (import type).',
  ]);
});

test('of the page, only main.tsx starts workers; of the command line, only commands/relay/ reaches the relay', () => {
  const files = {
    'src/workers/connect.ts': 'export const connect = 1;',
    'src/relay/start-relay.ts': 'export const startRelay = 1;',
  };
  const page = "import { connect } from '../workers/connect.ts';\nexport const c = connect;";
  const command = (up: string) =>
    `import { startRelay } from '${up}relay/start-relay.ts';\nexport const s = startRelay;`;

  expect(
    judge({ ...files, 'src/ui/main.tsx': page, 'src/cli/commands/relay/relay.ts': command('../../../') }),
  ).toEqual([]);
  expect(judge({ ...files, 'src/ui/page.tsx': page, 'src/cli/commands/info.ts': command('../../') })).toEqual(
    [
      expect.stringContaining('src/ui/page.tsx:1 imports src/workers/connect.ts'),
      expect.stringContaining('src/cli/commands/info.ts:1 imports src/relay/start-relay.ts'),
    ],
  );
});

test('a package outside the list of its layer is a breach', () => {
  const using = (path: string, name: string) => judge({ [path]: `import '${name}';` });

  expect(using('src/core/bytes.ts', 'multiformats/bases/base16')).toEqual([]);
  expect(using('src/core/bytes.ts', 'node:crypto')).toHaveLength(1);
  expect(using('src/core/view/fold.ts', 'minisearch')).toHaveLength(1);
  expect(using('src/app/publish.ts', '@automerge/automerge-repo/slim')).toHaveLength(1);
  expect(using('src/workers/connect.ts', 'react')).toEqual([
    'src/workers/connect.ts:1 imports react, which is no package of workers (comlink, zod, @dagrejs/dagre).',
  ]);
});

test('files that import one another in a circle are a breach', () => {
  expect(
    judge({
      'src/core/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
      'src/core/b.ts': "import type { C } from './c.ts';\nexport type B = C;",
      'src/core/c.ts': "import type { A } from './a.ts';\nexport type C = A;",
      'src/core/d.ts': "import type { A } from './a.ts';\nexport type D = A;",
    }),
  ).toEqual(['These files import one another in a circle: src/core/a.ts, src/core/b.ts, src/core/c.ts.']);
});

test('a barrel is a breach, a re-export beside own code is none', () => {
  const barrel = ['src/core/index.ts is a barrel: import from the file that declares.'];
  const index = (text: string) =>
    judge({ 'src/core/index.ts': text, 'src/core/a.ts': 'export const a = 1;' });

  expect(index("export * from './a.ts';\nexport const b = 1;")).toEqual(barrel);
  expect(index("/** All of it. */\nexport { a } from './a.ts';\n")).toEqual(barrel);
  expect(index("export { a } from './a.ts';\nexport const b = 1;")).toEqual([]);
});

test('a default export is a breach', () => {
  expect(judge({ 'src/core/a.ts': 'export default 1;' })).toEqual([
    'src/core/a.ts has a default export: give it a name.',
  ]);
});

test('a file of 350 lines is allowed, one of 351 is a breach', () => {
  const file = (lines: number) => judge({ 'src/core/a.ts': 'export {};\n'.repeat(lines) });

  expect(file(350)).toEqual([]);
  expect(file(351)).toEqual(['src/core/a.ts has 351 lines, over 350: which two ideas are in it?']);
});

test('an import of a missing file, and a file in no layer, are breaches', () => {
  expect(judge({ 'src/core/a.ts': "import './b.ts';", 'src/helpers/x.ts': 'export const x = 1;' })).toEqual([
    'src/core/a.ts:1 imports ./b.ts: there is no src/core/b.ts.',
    'src/helpers/x.ts lies in no layer: name one in tests/architecture/layers.ts.',
  ]);
});

test('the service worker does not load Automerge through others; types and workers that it starts do not count', () => {
  const world = (statement: string) =>
    judge({
      'src/sw/service-worker.ts': `${statement}\nexport const x = 1;`,
      'src/app/http-source.ts': "import { gate } from '../replica/gate.ts';\nexport const source = gate;",
      'src/replica/gate.ts': "import { load } from '@automerge/automerge/slim';\nexport const gate = load;",
    });

  expect(world("import type { source } from '../app/http-source.ts';")).toEqual([]);
  expect(world("import { source } from '../app/http-source.ts';")).toEqual([
    'src/sw/service-worker.ts → src/app/http-source.ts → src/replica/gate.ts → @automerge/automerge/slim: the service worker would grow to 5 MB.',
  ]);
});
