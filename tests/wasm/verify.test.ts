import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyFiles } from '../../src/cli/commands/verify.ts';
import type { VerifyOptions } from '../../src/cli/commands/verify.ts';
import { EXIT } from '../../src/cli/exit.ts';
import { reportLines } from '../../src/cli/report-lines.ts';
import type { WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { makePipe } from '../support/named-pipe.ts';
import { exported, exports, FULL_MODULE, memories, wasm } from './binary.ts';
import { slowCalls } from './bombs.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-verify-'));
  await writeFile(at('good.wasm'), FULL_MODULE);
  await writeFile(at('bad.wasm'), FULL_MODULE.subarray(0, 40));
  await writeFile(at('huge.wasm'), '');
  await truncate(at('huge.wasm'), 3_000_000_000);
  await writeFile(at('policy.json'), '{ "allow": ["wasi_snapshot_preview1.*"] }');
});

afterAll(() => rm(folder, { recursive: true }));

async function verify(names: readonly string[], options: VerifyOptions) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const out = { stdout: (line: string) => stdout.push(line), stderr: (line: string) => stderr.push(line) };
  const exit = await verifyFiles(names.map(at), options, out);
  return { exit, stdout, stderr };
}

test('one JSON object a line that begins with the keys of the contract; 0 when all are valid', async () => {
  const { exit, stdout } = await verify(['good.wasm', 'good.wasm'], { json: true });

  expect(exit).toBe(EXIT.ok);
  expect(stdout).toHaveLength(2);
  const line: unknown = JSON.parse(stdout[0] ?? '');
  const contract = ['file', 'verdict', 'size', 'sha256', 'checks', 'imports', 'exports'];
  const more = ['layer', 'needs', 'memories', 'tables', 'custom', 'findings', 'abilities'];
  expect(Object.keys(Object(line))).toEqual([...contract, ...more]);
  expect(line).toMatchObject({ file: at('good.wasm'), verdict: 'valid', size: FULL_MODULE.length });
});

test('a file that is not valid or not there gives exit 3, and the rest are still verified', async () => {
  const { exit, stdout, stderr } = await verify(['absent.wasm', 'bad.wasm', '.', 'good.wasm'], {
    json: true,
  });

  expect(exit).toBe(EXIT.verification);
  expect(stdout.map((line) => JSON.parse(line).verdict)).toEqual(['invalid', 'valid']);
  expect(stderr).toEqual([
    `${at('absent.wasm')}: cannot be read (ENOENT)`,
    `${at('.')}: cannot be read (EISDIR)`,
  ]);
});

test('a file above the size limit is not read', async () => {
  const { exit, stdout } = await verify(['huge.wasm'], { json: true });

  expect(exit).toBe(EXIT.verification);
  expect(JSON.parse(stdout[0] ?? '')).toMatchObject({
    verdict: 'invalid',
    size: 3_000_000_000,
    sha256: null,
  });
});

test('an endless device ends one byte past the limit', async () => {
  const stdout: string[] = [];

  await verifyFiles(
    ['/dev/zero'],
    { json: true, maxSize: 100_000 },
    { stdout: (line) => stdout.push(line), stderr: () => undefined },
  );

  expect(JSON.parse(stdout[0] ?? '')).toMatchObject({ verdict: 'invalid', size: 100_001, sha256: null });
});

test('a policy file judges the imports; a missing one is an error of the call', async () => {
  const judged = await verify(['good.wasm'], { json: true, policyFile: at('policy.json') });

  expect(judged.exit).toBe(EXIT.verification);
  expect(JSON.parse(judged.stdout[0] ?? '').verdict).toBe('policy');
  await expect(verify(['good.wasm'], { policyFile: at('absent.json') })).rejects.toMatchObject({
    code: 'NotFound',
  });
  await expect(verify(['good.wasm'], { policyFile: at('good.wasm') })).rejects.toMatchObject({
    code: 'InvalidInput',
  });
});

test('people read the verdict, what failed, what the module may do and what it offers', async () => {
  const { stdout } = await verify(['good.wasm', 'bad.wasm'], {});

  const good = stdout.slice(0, stdout.indexOf(`${at('bad.wasm')}: invalid`));
  expect(good).toEqual([
    `${at('good.wasm')}: valid`,
    `  size       ${FULL_MODULE.length} bytes`,
    expect.stringMatching(/^ {2}sha256 {5}[0-9a-f]{64}$/),
    expect.stringMatching(/^ {2}can do {5}\S/),
    expect.stringMatching(/^ {13}\S/),
    expect.stringMatching(/^ {2}needs {6}\S/),
    '  memory     1..16',
    '  exports    run ()->()',
    '             table table funcref 1..4',
    '             memory memory 1..16',
    '             count global i32 mut',
    '             tag tag ()',
    expect.stringMatching(/^ {2}look at {4}start-function \(certain\): /),
  ]);
  expect(stdout.slice(good.length)).toEqual([
    `${at('bad.wasm')}: invalid`,
    expect.stringMatching(/^ {2}structure {2}section-size at byte \d+/),
    '  size       40 bytes',
    expect.stringMatching(/^ {2}sha256/),
  ]);
});

test('what a binary says cannot move the cursor of a terminal', async () => {
  await writeFile(at('named.wasm'), wasm(memories([0, 1]), exports(exported('\u001b[2Jclean', 2, 0))));

  const { stdout } = await verify(['named.wasm'], {});

  expect(stdout).toContain('  exports    \ufffd[2Jclean memory 1..');
});

test('a file that is not judged in time is named, the others are told in their order', async () => {
  await writeFile(at('slow.wasm'), slowCalls(4_900_000));

  const { exit, stdout, stderr } = await verify(['good.wasm', 'slow.wasm', 'bad.wasm'], {
    json: true,
    timeLimit: 1,
  });

  expect(exit).toBe(EXIT.verification);
  expect(stdout.map((line) => JSON.parse(line).verdict)).toEqual(['valid', 'invalid']);
  expect(stderr).toEqual([`${at('slow.wasm')}: not judged within 1 s`]);
});

test('a report that cannot be told is named, and the rest are told', async () => {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const out = {
    stdout: (line: string) => {
      if (stdout.push(line) === 1) throw new RangeError('Invalid string length');
    },
    stderr: (line: string) => stderr.push(line),
  };

  expect(await verifyFiles([at('good.wasm'), at('good.wasm')], { json: true }, out)).toBe(EXIT.verification);

  expect(stdout).toHaveLength(2);
  expect(stderr).toEqual([
    `${at('good.wasm')}: judged, but its report cannot be told (Invalid string length)`,
  ]);
});

test('what waits behind a slow file is bounded: the others are not begun before it is told', async () => {
  const others = Array.from({ length: 4 * availableParallelism() }, (_, index) => `other${index}.wasm`);
  makePipe(at('late'));
  const pipe = await open(at('late'), 'r+');
  const asked = verify(['late', ...others], { json: true });
  // Whatever is begun before the first is told finds nothing.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await Promise.all(others.map((name) => writeFile(at(name), FULL_MODULE)));
  await pipe.write(FULL_MODULE);
  await pipe.close();

  const { stdout, stderr } = await asked;

  expect(stderr.length).toBeLessThan(2 * availableParallelism());
  expect(stdout).toHaveLength(1 + others.length - stderr.length);
});

test('standard input is read once, for the first that asks for it', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'verify', '--json', '-', '-'], {
    input: FULL_MODULE,
    encoding: 'utf8',
  });

  expect(status).toBe(EXIT.verification);
  expect(JSON.parse(stdout)).toMatchObject({ file: '-', verdict: 'valid' });
  expect(stderr).toBe('-: cannot be read (already read)\n');
});

test('a policy file without end is none', async () => {
  await expect(verify(['good.wasm'], { policyFile: '/dev/zero' })).rejects.toMatchObject({
    code: 'InvalidInput',
    reason: 'policy',
  });
});

test('the name of a file cannot move the cursor of a terminal either', async () => {
  const { stderr } = await verify(['\u001b[2Jabsent'], {});

  expect(stderr).toEqual([`${at('\ufffd[2Jabsent')}: cannot be read (ENOENT)`]);
});

test('of half a million exports the functions come first', async () => {
  const { stdout } = await verify(['good.wasm'], { json: true });
  const report: WasmReport = JSON.parse(stdout[0] ?? '');
  const many = Array.from({ length: 500_000 }, (_, index) => ({
    name: `e${index}`,
    kind: index % 2 === 0 ? ('memory' as const) : ('function' as const),
    type: 'x',
  }));

  expect(reportLines('file', { ...report, exports: many })).toContain('  exports    e1 x');
});

test('an abort ends it', async () => {
  const asked = verify(['good.wasm'], { signal: AbortSignal.abort() });

  await expect(asked).rejects.toMatchObject({ code: 'Cancelled' });
});
