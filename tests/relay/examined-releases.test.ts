import { expect, test } from 'vitest';
import { ownedCapability } from '../../src/core/access/delegation.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import type { RawBody } from '../../src/core/record/kinds.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { NOTHING_READ } from '../../src/core/wasm/wasm-report.ts';
import type { Validator } from '../../src/ports/validator.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { rules } from '../support/import-rules.ts';
import {
  body,
  code,
  COMPONENT_HEADER,
  custom,
  exported,
  exports,
  FULL_MODULE,
  func,
  functions,
  I32,
  imported,
  imports,
  leb,
  section,
  types,
  wasm,
} from '../wasm/binary.ts';
import { emptyFolder, publisher, runningRelay, sha256Hex, type Publisher } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');

type Body = RawBody<'release'>;
type Claims = Pick<Body, 'imports' | 'wasi' | 'exports' | 'exportCount'>;

const OF_FULL: Claims = { imports: ['env'], exports: [['run', '()->()']], exportCount: 5 };
const WASI = wasm(
  types(func([], [])),
  imports(imported('env', 'log', 0, 0), imported('wasi_snapshot_preview1', 'fd_write', 0, 0)),
);
const OF_WASI: Claims = {
  imports: ['env', 'wasi_snapshot_preview1'],
  wasi: ['fd_write'],
  exports: [],
  exportCount: 0,
};

/** What the relay says of a release that describes these bytes so. */
async function storyOf(
  alice: Publisher,
  told: readonly (readonly [Uint8Array<ArrayBuffer>, Partial<Body>])[],
) {
  const name = await alice.owns(CODEC);
  const posted = [name.capability];
  for (const [index, [bytes, claims]] of told.entries()) {
    const sha256 = sha256Hex(bytes);
    if (!(await alice.client.hasBlob(sha256))) await alice.client.putBlob(sha256, bytes);
    const binary = { sha256: fromHex(sha256), size: bytes.length };
    posted.push((await name.releases(`0.0.${index}`, { ...binary, ...claims })).bytes);
  }
  const { results } = await alice.client.post(posted);
  return results.map(({ error }) => (error === undefined ? 'receipted' : `${error.code} ${error.reason}`));
}

test('a binary that is cut off anywhere is refused', async () => {
  const alice = publisher(await runningRelay());
  // What ends before its last custom section is a module of its own.
  const whole = FULL_MODULE.slice(0, -custom('after').length);
  const cuts = Array.from({ length: whole.length }, (_, size) => whole.slice(0, size));

  const said = await storyOf(
    alice,
    [...cuts.slice(1), whole].map((bytes) => [bytes, OF_FULL]),
  );

  expect(said.pop()).toBe('receipted');
  expect(said.filter((one) => !/^(WasmInvalid|InvalidInput declared)/.test(one))).toEqual([]);
});

test('of a module with one bit of its code flipped only what is still sound is taken', async () => {
  const alice = publisher(await runningRelay());
  const adding = [...body([1, I32]).slice(0, -1), 0x20, 0, 0x20, 1, 0x6a, 0x0b];
  const head = wasm(types(func([I32, I32], [I32])), functions(0), exports(exported('add', 0, 0)));
  const whole = Uint8Array.from([...head, ...code(adding)]);
  const flipped = Array.from({ length: (whole.length - head.length) * 8 }, (_, bit) => {
    const bytes = Uint8Array.from(whole);
    const place = head.length + (bit >> 3);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << (bit & 7));
    return bytes;
  });
  const claims: Claims = { imports: [], exports: [['add', '(i32,i32)->i32']], exportCount: 1 };

  const said = await storyOf(
    alice,
    flipped.map((bytes) => [bytes, claims]),
  );

  expect(said.map((one) => one === 'receipted')).toEqual(flipped.map((bytes) => WebAssembly.validate(bytes)));
  expect(said.filter((one) => one.startsWith('WasmInvalid')).length).toBeGreaterThan(flipped.length / 2);
});

test.each<[string, Partial<Claims>]>([
  ['an import is left out', { imports: ['env'] }],
  ['an import is made up', { imports: [...OF_WASI.imports, 'zlib'] }],
  ['a WASI function is left out', { wasi: [] }],
  ['another WASI function is named', { wasi: ['fd_read'] }],
  ['an export is made up', { exports: [['run', '()->()']], exportCount: 1 }],
  ['exports are not counted', { exportCount: 3 }],
])(
  'a release that says of its binary what is not so is refused: %s',
  async (_what, { wasi = OF_WASI.wasi, ...lie }) => {
    const alice = publisher(await runningRelay());
    const { wasi: _told, ...rest } = OF_WASI;
    const claims = { ...rest, ...(wasi === undefined || wasi.length === 0 ? {} : { wasi }), ...lie };

    expect(
      await storyOf(alice, [
        [WASI, claims],
        [WASI, OF_WASI],
      ]),
    ).toEqual(['InvalidInput declared', 'receipted']);
  },
);

test('an export under another type is refused, with what differs', async () => {
  const alice = publisher(await runningRelay());
  const name = await alice.owns(CODEC);
  const sha256 = sha256Hex(FULL_MODULE);
  await alice.client.putBlob(sha256, FULL_MODULE);
  const binary = { sha256: fromHex(sha256), size: FULL_MODULE.length };
  const release = await name.releases('1.0.0', { ...binary, ...OF_FULL, exports: [['run', '(i32)->()']] });

  const { results, members } = await alice.client.post([name.capability, release.bytes]);

  const data = { facts: ['exports'], sha256 };
  expect(results).toEqual([
    { id: release.id, state: 'refused', error: { code: 'InvalidInput', reason: 'declared', data } },
  ]);
  expect(members).toEqual([]);
});

test('what says why is told: the check that failed, and where', async () => {
  const alice = publisher(await runningRelay());
  const name = await alice.owns(CODEC);
  const text = 'no binary at all';
  const release = await name.releases('1.0.0', await alice.brings(text));

  const { results } = await alice.client.post([name.capability, release.bytes]);

  expect(results[0]?.error).toEqual({
    code: 'WasmInvalid',
    reason: 'magic',
    data: { field: 'file', by: 'relay', text: expect.stringContaining('at byte 0') },
  });
});

test('components, and what the engine of the relay does not support, are taken', async () => {
  const alice = publisher(await runningRelay());
  const component = Uint8Array.from([...COMPONENT_HEADER, ...custom('some')]);
  const manyLocals = wasm(types(func([], [])), functions(0), code(body([20_000, I32])));
  const none: Claims = { imports: [], exports: [], exportCount: 0 };

  expect(
    await storyOf(alice, [
      [component, none],
      [manyLocals, none],
    ]),
  ).toEqual(['receipted', 'receipted']);
});

test('what the namespace’s strict import rules do not admit is refused, with the imports', async () => {
  const data = await emptyFolder();
  const alice = publisher(await runningRelay({ data }));
  const root = (await readRootKey(data)) as Signer;
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const user = root.publicKey;
  const capability = capabilityMember(await ownedCapability({ namespace: user, user, mode: 'write', sign }));
  const said = await rules({ signer: root, capability }, 'wasi', Date.now() * 1000);
  await alice.client.post([capability.bytes, said.bytes]);
  const name = await alice.owns(CODEC);
  const sha256 = sha256Hex(FULL_MODULE);
  await alice.client.putBlob(sha256, FULL_MODULE);
  const binary = { sha256: fromHex(sha256), size: FULL_MODULE.length };
  const release = await name.releases('1.0.0', { ...binary, ...OF_FULL });

  const { results } = await alice.client.post([name.capability, release.bytes]);

  const facts = { imports: ['env.log', 'env.base', 'env.stop'], count: 3 };
  expect(results[0]?.error).toEqual({ code: 'PermissionDenied', reason: 'import-policy', data: facts });
  expect(await storyOf(alice, [[wasm(), {}]])).toEqual(['receipted']);
});

test('a binary with more imports and exports than a report has room for is refused, and how many it may have is told', async () => {
  const alice = publisher(await runningRelay());
  const one = [1, 0x61, 0, 0, 0];
  const many = Array.from({ length: 100_000 * one.length }, (_, at) => one[at % one.length] ?? 0);
  const bytes = wasm(
    types(func([], [])),
    section(2, [...leb(100_000), ...many]),
    exports(exported('a', 0, 0)),
  );
  const sha256 = sha256Hex(bytes);
  await alice.client.putBlob(sha256, bytes);
  const name = await alice.owns(CODEC);
  const release = await name.releases('1.0.0', { sha256: fromHex(sha256), size: bytes.length });

  const { results } = await alice.client.post([name.capability, release.bytes]);

  const limits = { count: 100_001, limit: 100_000 };
  expect(results[0]?.error).toEqual({ code: 'QuotaExceeded', reason: 'items', data: limits });
});

test('a binary with more imports than the registry reads is refused, and so is one with too long names', async () => {
  const alice = publisher(await runningRelay());
  const importing = (count: number, length: number) => {
    const text = Array.from({ length }, () => 0x61);
    const entry = [...leb(length), ...text, 0, 0, 0];
    const many = Array.from({ length: count * entry.length }, (_, at) => entry[at % entry.length] ?? 0);
    return wasm(types(func([], [])), section(2, [...leb(count), ...many]));
  };

  const said = await storyOf(alice, [
    [importing(10_001, 1), {}],
    [importing(100, 1_995), {}],
    [importing(100, 1_994), { imports: ['a'.repeat(60)], exportCount: 0, exports: [] }],
  ]);

  expect(said).toEqual(['QuotaExceeded imports', 'QuotaExceeded names', 'receipted']);
});

test('a binary past a limit of the reader is refused: what it imports could not be told', async () => {
  const alice = publisher(await runningRelay());
  const entry = [1, 0x61, 0, 0, 0];
  const many = Array.from({ length: 100_001 * entry.length }, (_, at) => entry[at % entry.length] ?? 0);
  const bytes = wasm(types(func([], [])), section(2, [...leb(100_001), ...many]));

  expect(await storyOf(alice, [[bytes, {}]])).toEqual(['WasmInvalid limits']);
});

/** Says of everything what a release may say of the smallest module. */
function credulous(): Validator & { asked: number } {
  return {
    asked: 0,
    async validate(source) {
      this.asked += 1;
      const bytes = new Uint8Array(source as ArrayBuffer);
      return {
        verdict: 'valid',
        size: bytes.length,
        sha256: sha256Hex(bytes),
        checks: [],
        ...NOTHING_READ,
      };
    },
    close: () => undefined,
  };
}

test('a binary is examined once, for whatever number of uploads, posts and releases', async () => {
  const validator = credulous();
  const alice = publisher(await runningRelay({}, { validator }));
  const none: Claims = { imports: [], exports: [], exportCount: 0 };
  const twenty = Array.from({ length: 20 }, () => [wasm(), none] as const);

  const said = await Promise.all([storyOf(alice, twenty), storyOf(alice, twenty)]);

  expect(new Set(said.flat())).toEqual(new Set(['receipted']));
  expect(validator.asked).toBe(1);
});

test('a binary that is there already is not examined because it is sent again', async () => {
  const begun: number[] = [];
  const validator: Validator = {
    validate(source) {
      begun.push((source as ArrayBuffer).byteLength);
      return Promise.reject(new GenError('InvalidState', 'no-webassembly'));
    },
    close: () => undefined,
  };
  const { client } = publisher(await runningRelay({}, { validator }));
  const [small, large] = [wasm(custom('a')), wasm(custom('large'))];

  for (const [count, bytes] of [small, small, large].entries()) {
    await client.putBlob(sha256Hex(bytes), bytes);
    if (count !== 1) await expect.poll(() => begun.at(-1)).toBe(bytes.length);
  }

  expect(begun).toEqual([small.length, large.length]);
});

test.each([
  [new GenError('Timeout', 'validation', { limit: 5 }), 'Timeout validation', 'Timeout validation'],
  [new GenError('InvalidState', 'no-webassembly'), 'InvalidState not-examined', 'receipted'],
])(
  'an examination that fails refuses that release alone, and the next one is taken: %s',
  async (fault, told, later) => {
    const validator = credulous();
    const { validate } = validator;
    // At the upload, and again for the POST where that has failed and is not remembered.
    let isBroken = true;
    validator.validate = (...asked) => (isBroken ? Promise.reject(fault) : validate.apply(validator, asked));
    const alice = publisher(await runningRelay({}, { validator }));

    expect(await storyOf(alice, [[wasm(custom('a')), {}]])).toEqual([told]);
    isBroken = false;
    expect(
      await storyOf(alice, [
        [wasm(custom('b')), {}],
        [wasm(custom('a')), {}],
      ]),
    ).toEqual(['receipted', later]);
  },
);

test('what a relay took once is not held against its binary again', async () => {
  const data = await emptyFolder();
  const before = await runningRelay({ data }, { validator: credulous() });
  const alice = publisher(before);
  const name = await alice.owns(CODEC);
  const release = await name.releases('1.0.0', await alice.brings('not a binary'));
  const posted = [name.capability, release.bytes];
  const { results } = await alice.client.post(posted);
  await before.stop();

  const after = publisher(await runningRelay({ data }));

  expect((await after.client.post(posted)).results).toEqual(results);
  expect(results[0]?.state).toBe('receipted');
});

test('validations are counted by verdict, with their seconds', async () => {
  const relay = await runningRelay();
  await storyOf(publisher(relay), [
    [wasm(), {}],
    [Uint8Array.of(0), {}],
  ]);

  const text = await (await fetch(`${relay.address}/metrics`)).text();

  expect(text).toContain('gen_registry_validation_seconds_count{verdict="valid"} 1');
  expect(text).toContain('gen_registry_validation_seconds_count{verdict="invalid"} 1');
  expect(text).toContain('gen_registry_waiting_binaries 0');
});

/** Never answers, until it is closed. */
function silent(): Validator & { readonly begun: Promise<void> } {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  return {
    begun: begun.promise,
    validate() {
      begun.resolve();
      return ended.promise;
    },
    close: () => ended.reject(new GenError('Cancelled', 'validator-closed')),
  };
}

test('a relay that is stopped while a binary is examined says so, keeps nothing, and takes it when it is back', async () => {
  const data = await emptyFolder();
  const validator = silent();
  const relay = await runningRelay({ data }, { validator });
  const alice = publisher(relay);
  const name = await alice.owns(CODEC);
  // What begins like no binary is looked at when the POST asks for it.
  const release = await name.releases('1.0.0', await alice.brings('anything'));
  const version = relay.journal.version(moduleDocument(CODEC));

  const answer = alice.client.post([name.capability, release.bytes]);
  await validator.begun;
  await relay.stop();

  expect((await answer).results).toMatchObject([
    { state: 'refused', error: { code: 'QuotaExceeded', reason: 'validations' } },
  ]);
  const again = await runningRelay({ data }, { validator: credulous() });
  expect(again.journal.version(moduleDocument(CODEC))).toBe(version);
  const { results } = await publisher(again).client.post([name.capability, release.bytes]);
  expect(results).toEqual([{ id: release.id, state: 'receipted' }]);
});
