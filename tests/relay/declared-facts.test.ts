import { afterAll, beforeAll, expect, test } from 'vitest';
import { knownModule } from '../../src/app/known-records.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import type { ReleaseView } from '../../src/core/view/module-view.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { person, type Person } from '../support/person.ts';
import { randomOf, type Random } from '../support/random.ts';
import {
  body,
  code,
  exported,
  exports,
  func,
  functions,
  I32,
  imported,
  imports,
  memories,
  tables,
  tags,
  types,
  wasm,
} from '../wasm/binary.ts';

/** 500 of them were tried once; these few are tried each time. */
const BINARIES = 25;
const MODULES = [
  'env',
  'wasi_snapshot_preview1',
  'wasi_unstable',
  'wasi_snapshot_preview2',
  'wasi:io/streams@0.2.0',
  'wbg',
  'GOT.mem',
  '',
  'größe',
  `${'long'.repeat(20)}`,
];
const NAMES = ['fd_write', 'random_get', 'memory', 'a b', '', 'проба', 'x'.repeat(90)];
/** Of each kind of import, as its description: function, table, memory, global, tag. */
const KINDS = [
  [0, 0],
  [0, 1],
  [1, 0x70, 0, 1],
  [2, 0, 1],
  [3, I32, 0],
  [4, 0, 0],
] as const;

function generated(random: Random): Uint8Array<ArrayBuffer> {
  const asked = Array.from({ length: random.below(12) }, () => ({
    module: random.pick(MODULES),
    name: random.pick(NAMES),
    kind: random.pick(KINDS),
  }));
  const count = (kind: number) => asked.filter((one) => one.kind[0] === kind).length;
  const spaces = [count(0) + 2, count(1) + 1, count(2) + 1, count(3), count(4) + 1];
  const offered = Array.from({ length: random.below(8) }, (_, index) => {
    const kind = random.pick([0, 0, 0, 1, 2, 4]);
    return exported(`${random.pick(NAMES)}${index}`, kind, random.below(spaces[kind] ?? 1));
  });
  return wasm(
    types(func([], []), func([I32, I32], [])),
    imports(...asked.map(({ module, name, kind }) => imported(module, name, ...kind))),
    functions(0, 0),
    tables([0x70, 0, 1]),
    memories([0, 1]),
    tags([0, 0]),
    exports(...offered),
    code(body(), body()),
  );
}

let relay: TestRelay;
let alice: Person;
beforeAll(async () => {
  relay = await startTestRelay();
  alice = await person(relay.relay.address);
});
afterAll(() => relay.close());

/** What the engine says, in the words of a release. */
function factsOf(bytes: Uint8Array<ArrayBuffer>) {
  const module = new WebAssembly.Module(bytes);
  const asked = WebAssembly.Module.imports(module);
  const offered = WebAssembly.Module.exports(module);
  const wasi = asked.filter(
    (one) => one.kind === 'function' && /^wasi_(snapshot_preview1|unstable)$/.test(one.module),
  );
  return {
    imports: [...new Set(asked.map((one) => one.module.slice(0, 60)))].sort(),
    wasi: wasi.length === 0 ? undefined : [...new Set(wasi.map(({ name }) => name.slice(0, 63)))].sort(),
    exports: offered.filter(({ kind }) => kind === 'function').map(({ name }) => name),
    exportCount: offered.length,
    size: bytes.length,
  };
}

function saidBy({ imports: named, wasi, exports: offered, exportCount, size }: ReleaseView) {
  return { imports: named, wasi, exports: offered.map(({ name }) => name), exportCount, size };
}

test('of binaries with imports of all kinds, releases say what the engine says', async () => {
  const random = randomOf(4);
  const binaries = Array.from({ length: BINARIES }, () => generated(random));
  const bob = await person(relay.relay.address);
  for (const [index, binary] of binaries.entries()) {
    const id = parseModuleId(`io.example.module-${index}`);
    const job = await alice.publishes({ id, version: '1.0.0' }, binary);
    expect([index, job.state, job.error]).toEqual([index, 'receipted', undefined]);

    const [release] = (await knownModule(bob.device, id))?.releases ?? [];
    expect(release && saidBy(release)).toEqual(factsOf(binary));
  }
});

test('a publisher who offers some of the exports is taken at their word, and what is no export is not stored', async () => {
  const binary = wasm(
    types(func([], [])),
    functions(0, 0),
    exports(exported('a', 0, 0), exported('b', 0, 1), exported('c', 0, 1)),
    code(body(), body()),
  );
  const id = 'io.example.chosen';

  expect(await alice.publishes({ id, version: '1.0.0', exports: ['c', 'a'] }, binary)).toMatchObject({
    state: 'receipted',
  });
  await expect(alice.publishes({ id, version: '1.1.0', exports: ['d'] }, binary)).rejects.toMatchObject({
    reason: 'export-missing',
  });

  const module = await knownModule(alice.device, parseModuleId(id));
  expect(module?.releases).toMatchObject([
    {
      exports: [
        { name: 'a', type: '()->()' },
        { name: 'c', type: '()->()' },
      ],
      exportCount: 3,
    },
  ]);
});
