/**
 * `ed25519-vectors.json` in Node and on the command line; in Chromium it is `tests/e2e/ed25519.e2e.ts`. The verdicts in the file come
 * from arithmetic of its own (`scripts/ed25519-vectors/judge.ts`), not from the code under test.
 *
 * The command line has no command for a bare signature. `gen verify --proof` judges the members of a file, and a handover in a communal
 * namespace is a member with any key and any signature in it: a case whose message is such a handover is put to the command as it is. The
 * others (messages and lengths that no member has) are asked of `src/core/ed25519.ts` in the command's own process.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex } from '../../src/core/bytes.ts';
import { didOf, parseMicros, parseModuleId, parseSha256, parseVersion } from '../../src/core/ids.ts';
import { sealOf, writeProof } from '../../src/core/proof/proof-file.ts';
import { PROOF_FORMAT, type Proof } from '../../src/core/proof/proof.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import { capabilityFor, ROOT } from './ed25519-handover.ts';
import frozen from './ed25519-vectors.json' with { type: 'json' };
import { verdictsOn } from './ed25519-verdicts.ts';

type Vector = (typeof frozen.vectors)[number];
const { vectors } = frozen;
const PROJECT = dirname(dirname(import.meta.dirname));
const rules = [...new Set(vectors.map(({ rule }) => rule))];
const titleOf = ({ rule, name }: Vector): string => `${rule}: ${name}`;

/** By title, so that a failure names the cases. */
function asTable(cases: readonly Vector[], verdicts: readonly (boolean | undefined)[]) {
  return Object.fromEntries(cases.map((vector, index) => [titleOf(vector), verdicts[index]]));
}
const expected = (cases: readonly Vector[]) =>
  asTable(
    cases,
    cases.map(({ verdict }) => verdict),
  );

function memberOf({ key, message, signature }: Vector): Uint8Array<ArrayBuffer> | undefined {
  const capability = capabilityFor(fromHex(key), fromHex(message), fromHex(signature));
  return capability === undefined ? undefined : capabilityMember(capability).bytes;
}

/** A proof of nothing, for the sake of its members. */
function proofOf(members: readonly Uint8Array<ArrayBuffer>[]): string {
  const proof: Omit<Proof, 'seal'> = {
    format: PROOF_FORMAT,
    root: didOf(ROOT),
    id: parseModuleId('io.example.codec'),
    version: parseVersion('1.0.0'),
    sha256: parseSha256('0'.repeat(64)),
    size: 8,
    record: 'A'.repeat(43) as MemberId,
    checkedAt: parseMicros(0),
    heads: [],
    checks: [],
    members,
  };
  return writeProof({ ...proof, seal: sealOf(proof) });
}

/** What it prints, whatever its exit code: a proof of nothing never holds. */
function printed(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: PROJECT }, (fault, stdout, stderr) =>
      stdout === '' ? reject(new Error(stderr, { cause: fault })) : resolve(stdout),
    );
  });
}

/** The words of the `gen` script after `node`: its flags, and its entry last. */
async function genScript(): Promise<readonly string[]> {
  const file: { scripts: { gen: string } } = JSON.parse(
    await readFile(join(PROJECT, 'package.json'), 'utf8'),
  );
  const [node, ...words] = file.scripts.gen.split(' ');
  expect(node).toBe('node');
  return words;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-ed25519-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the set is at least 150 cases, each with a title of its own and a reason unless it is valid', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(150);
  expect(new Set(vectors.map(titleOf)).size).toBe(vectors.length);
  expect(vectors.filter(({ verdict, reason }) => verdict !== (reason === undefined)).map(titleOf)).toEqual(
    [],
  );
});

describe('Node', () => {
  test.each(rules)('%s', async (rule) => {
    const cases = vectors.filter((vector) => vector.rule === rule);
    expect(asTable(cases, await verdictsOn(cases))).toEqual(expected(cases));
  });
});

describe('the command line', () => {
  test('gen verify --proof admits exactly the members whose signature is valid', async () => {
    const cases = vectors.flatMap((vector) => {
      const bytes = memberOf(vector);
      return bytes === undefined ? [] : [{ vector, bytes }];
    });
    const file = join(folder, 'proof.json');
    await writeFile(file, proofOf(cases.map(({ bytes }) => bytes)));

    const said = JSON.parse(await printed([...(await genScript()), 'verify', '--proof', file, '--json']));
    const [[count], ...failed] = said.checks.find(({ name }: { name: string }) => name === 'members').detail;
    const faults = new Map<string, string>(failed);

    expect(count).toBe(String(cases.length));
    expect([...new Set(faults.values())]).toEqual(['SignatureInvalid capability-signature']);
    const judged = cases.map(({ vector }) => vector);
    const verdicts = cases.map((_, place) => !faults.has(String(place)));
    expect(asTable(judged, verdicts)).toEqual(expected(judged));
  });

  test('what is left to the other test is what no member can hold', () => {
    const left = new Set(vectors.filter((vector) => memberOf(vector) === undefined).map(({ rule }) => rule));
    expect([...left]).toEqual([
      'valid',
      'RFC 8032, 7.1',
      'a bit flipped',
      'another key, message or signature',
      'length of key and signature',
    ]);
  });

  test('every case, in the process of a command', async () => {
    const words = await genScript();
    const preload = new URL('./ed25519-preload.ts', import.meta.url).href;
    const lines = (await printed(['--import', preload, ...words, '--version'])).trim().split('\n');
    const { version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8'));

    expect(lines.slice(1)).toEqual([version]);
    expect(asTable(vectors, JSON.parse(lines[0] ?? ''))).toEqual(expected(vectors));
  });
});
