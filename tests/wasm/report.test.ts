import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { NO_CUSTOM_SECTIONS } from '../../src/core/wasm/custom-sections.ts';
import { MAX_LOCALS, MAX_LOCALS_PER_FUNCTION, MOST } from '../../src/core/wasm/limits.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import {
  body,
  code,
  COMPONENT_HEADER,
  custom,
  FULL_MODULE,
  func,
  functions,
  HEADER,
  I32,
  imported,
  imports,
  leb,
  memories,
  section,
  text,
  types,
  wasm,
} from './binary.ts';
import { digest } from './world.ts';

const options = { maxSize: 10_000_000, digest };
const verdictOf = async (bytes: Uint8Array<ArrayBuffer>) => (await reportOn(bytes, options)).verdict;

test('a valid module is reported with all that it declares', async () => {
  expect(await reportOn(FULL_MODULE, options)).toEqual({
    verdict: 'valid',
    size: FULL_MODULE.length,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    checks: ['size', 'magic', 'version', 'structure', 'limits', 'compile'].map((name) => ({
      name,
      ok: true,
    })),
    imports: [
      { module: 'env', name: 'log', kind: 'function', type: '(i32,i32)->i32' },
      { module: 'env', name: 'base', kind: 'global', type: 'global i32' },
      { module: 'env', name: 'stop', kind: 'tag', type: 'tag ()' },
    ],
    exports: [
      { name: 'run', kind: 'function', type: '()->()' },
      { name: 'table', kind: 'table', type: 'table funcref 1..4' },
      { name: 'memory', kind: 'memory', type: 'memory 1..16' },
      { name: 'count', kind: 'global', type: 'global i32 mut' },
      { name: 'tag', kind: 'tag', type: 'tag ()' },
    ],
    layer: 'core',
    needs: ['exceptions', 'mutable-globals', 'bulk-memory'],
    memories: ['memory 1..16'],
    tables: ['table funcref 1..4'],
    typeCount: 2,
    custom: {
      ...NO_CUSTOM_SECTIONS,
      count: 2,
      listed: [
        { name: 'before', size: 3 },
        { name: 'after', size: 0 },
      ],
    },
    findings: [
      {
        kind: 'start-function',
        sure: 'certain',
        evidence: 'function 2 runs as soon as the module is instantiated',
      },
    ],
  });
});

test('a file above the size limit is refused before anything looks at it', async () => {
  const untouchable = () => Promise.reject(new Error('must not be asked'));

  const report = await reportOn(FULL_MODULE, { maxSize: 10, digest: untouchable });

  expect(report).toMatchObject({
    verdict: 'invalid',
    sha256: undefined,
    checks: [{ name: 'size', ok: false }],
  });
});

test('a component is named as such, with the reason why it is not compiled', async () => {
  const report = await reportOn(Uint8Array.from([...COMPONENT_HEADER, 0, 2, 1, 0x61]), options);

  expect(report.verdict).toBe('component');
  expect(report.checks).toEqual([
    ...['size', 'magic', 'version', 'structure'].map((name) => ({ name, ok: true })),
    { name: 'compile', ok: false, reason: 'a component: the engine runs core modules only' },
  ]);
});

test.each([
  'internal limit',
  'is disabled',
  'supported maximum',
  '" failed: internal limit',
  'a\n"not enabled',
])('a function that calls itself %j makes faulty code no less invalid', async (title) => {
  const naming = [1, ...leb(text(title).length + 2), 1, 0, ...text(title)];
  const faulty = wasm(types(func([], [])), functions(0), code([0, 0x6a, 0x0b]), custom('name', ...naming));

  const { verdict, checks } = await reportOn(faulty, options);

  expect(verdict).toBe('invalid');
  expect(checks.at(-1)?.reason).toMatch(
    /^Compiling function #0 failed: not enough arguments .* at byte \d+$/,
  );
});

test('code that the engine refuses is invalid, with its reason and place', async () => {
  const stackUnderflow = wasm(types(func([], [I32])), functions(0), code([0, 0x0b]));

  const report = await reportOn(stackUnderflow, options);

  expect(report.verdict).toBe('invalid');
  expect(report.checks.at(-1)).toMatchObject({
    name: 'compile',
    ok: false,
    reason: expect.stringMatching(/at byte \d+$/),
  });
});

test.each([
  ['a memory with pages of one byte', memories([0x08, 0, 0])],
  ['a continuation type', types(func([], []), [0x5d, 0])],
  ['a table larger than the engine allows', section(4, [1, 0x70, 0, 0x81, 0xad, 0xe2, 0x04])],
  ['a function of 1,001 parameters', types(func(Array<number>(1001).fill(I32), []))],
])('%s is sound but not supported here', async (_rule, contents) => {
  expect(await verdictOf(wasm(contents))).toBe('unsupported');
});

test('what the engine lacks is named, and is no fault of the binary', async () => {
  const { verdict, checks, needs } = await reportOn(wasm(memories([0x08, 0, 0])), options);

  expect([verdict, needs]).toEqual(['unsupported', ['custom-page-sizes']]);
  expect(checks.at(-1)).toMatchObject({
    name: 'compile',
    ok: false,
    reason: expect.stringMatching(/^this engine lacks custom-page-sizes: /),
  });
});

const ofLocals = (...counts: readonly number[]) =>
  wasm(
    types(func([], [])),
    functions(...counts.map(() => 0)),
    code(...counts.map((count) => body([count, I32]))),
  );

test('locals above the limits are refused before the engine sees them, at the limits they are not', async () => {
  const full = MAX_LOCALS / MAX_LOCALS_PER_FUNCTION;
  const many = Array<number>(full).fill(MAX_LOCALS_PER_FUNCTION);

  expect(await verdictOf(ofLocals(MAX_LOCALS_PER_FUNCTION))).toBe('valid');
  expect(await verdictOf(ofLocals(...many))).toBe('valid');
  const tooMany = [ofLocals(MAX_LOCALS_PER_FUNCTION + 1), ofLocals(...many, 1)];
  for (const bytes of tooMany) {
    const { verdict, checks } = await reportOn(bytes, options);
    expect([verdict, checks.at(-1)?.name, checks.at(-1)?.ok]).toEqual(['unsupported', 'limits', false]);
  }
});

test.each([
  ['imports', 2],
  ['exports', 7],
  ['memories', 5],
] as const)('more %s than engines allow are refused before one is kept', async (kind, id) => {
  const contents = new Uint8Array(2 * MOST[kind] + 10);
  contents.set(leb(MOST[kind] + 1));
  const bytes = Uint8Array.from([...HEADER, id, ...leb(contents.length), ...contents]);

  const { verdict, checks } = await reportOn(bytes, options);

  expect(verdict).toBe('unsupported');
  expect(checks.at(-1)).toMatchObject({ name: 'limits', ok: false });
  expect(checks.at(-1)?.reason).toContain(`${MOST[kind] + 1} ${kind}`);
});

test('imports are judged only by a policy, which names those outside it', async () => {
  const bytes = wasm(
    types(func([], [])),
    imports(imported('env', 'log', 0, 0), imported('net', 'open', 0, 0)),
  );

  expect(await verdictOf(bytes)).toBe('valid');
  expect((await reportOn(bytes, { ...options, policy: { allow: ['env', 'net.*'] } })).verdict).toBe('valid');
  const report = await reportOn(bytes, { ...options, policy: { allow: ['env.*'] } });
  expect(report.verdict).toBe('policy');
  expect(report.checks.at(-1)).toEqual({ name: 'policy', ok: false, reason: 'not allowed: net.open' });
});

test('text of types is bounded however often a long type is named', async () => {
  const long = func(Array<number>(900).fill(I32), []);
  const many = Array.from({ length: 20_000 }, (_, index) => imported('m', String(index), 0, 0));

  const report = await reportOn(wasm(types(long), imports(...many)), options);

  expect(report.imports[0]?.type).toHaveLength(900 * 4 + 1 + '->()'.length);
  expect(report.imports.at(-1)?.type).toBe('type 0');
});

test('an aborted report ends with Cancelled', async () => {
  const aborted = reportOn(FULL_MODULE, { ...options, signal: AbortSignal.abort() });

  await expect(aborted).rejects.toSatisfy((error) => error instanceof GenError && error.code === 'Cancelled');
});
