import { expect, test } from 'vitest';
import { fromHex } from '../../src/core/bytes.ts';
import { IMPORT_RULES_PATH, moduleDocument } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { AdmittedRecord } from '../../src/relay/admit-post.ts';
import type { Examined } from '../../src/relay/kept-reports.ts';
import { releaseFindings } from '../../src/relay/release-findings.ts';
import { says } from '../support/holder.ts';
import { codec, now, standingWorld } from '../support/standing-world.ts';
import { sha256Hex } from './world.ts';

const BINARY = sha256Hex('binary');
const IMPORTS = 3000;

const named = (at: number) => `m${String(at).padStart(4, '0')}`;

/** A report that counts how often its imports are gone through, and a POST of releases that say the truth of it. */
async function world(releases: number) {
  const { alice, admin, rootHolder } = await standingWorld();
  const imports = Array.from({ length: IMPORTS }, (_, at) => ({
    module: named(at),
    name: 'run',
    kind: 'function' as const,
    type: '()->()',
  }));
  const read = { modules: 0 };
  const watched = imports.map((entry) =>
    Object.defineProperty({ ...entry }, 'module', { get: () => ((read.modules += 1), entry.module) }),
  );
  const binary: Examined = {
    verdict: 'valid',
    checks: [],
    sha256: BINARY,
    size: 8,
    imports: watched,
    exports: [],
  };
  const body = writeBody('release', {
    sha256: fromHex(BINARY),
    size: 8,
    dependencies: [],
    conflicts: [],
    imports: imports.slice(0, 64).map(({ module }) => module),
    exports: [],
    exportCount: 0,
  });
  const records: AdmittedRecord[] = [];
  for (let at = 0; at < releases; at += 1) {
    const record = await says(
      alice,
      ['modules', 'io', 'example', 'codec', '@', 'versions', `1.0.${at}`],
      body,
    );
    records.push({ id: record.id, record, document: moduleDocument(codec) });
  }
  const strict = (deny: string) =>
    says(
      rootHolder,
      IMPORT_RULES_PATH,
      writeBody('importRules', { level: 'anything', allow: [], deny: [deny], validation: 'strict' }),
    );
  let asked = 0;
  return {
    read,
    asked: () => asked,
    async post(deny?: string) {
      const rules = deny === undefined ? [] : [await strict(deny)];
      const authority = recordSet([rootHolder.capability, admin.capability, ...rules]);
      const findings = await releaseFindings(
        { records, order: [], capabilities: new Map() },
        {
          journal: { has: () => false },
          sets: { of: () => authority } as never,
          examinations: { of: () => ((asked += 1), Promise.resolve(binary)) },
          now,
        },
      );
      return [...findings.values()].map((error) => error?.reason);
    },
  };
}

test('many releases that name one binary cost what one does: it is asked for once, and gone through once', async () => {
  const one = await world(1);
  const many = await world(50);

  expect(await one.post()).toEqual([undefined]);
  const { modules } = one.read;
  expect(new Set(await many.post())).toEqual(new Set([undefined]));
  await many.post();

  expect(many.asked()).toBe(2);
  expect(many.read.modules).toBe(modules);
});

test('rules are held against a binary once, and anew where they are others', async () => {
  const { post, read } = await world(20);

  expect(new Set(await post('other.*'))).toEqual(new Set([undefined]));
  const { modules } = read;
  await post('other.*');
  expect(read.modules).toBe(modules);
  expect(new Set(await post(`${named(IMPORTS - 1)}.*`))).toEqual(new Set(['import-policy']));
  expect(read.modules).toBeGreaterThan(modules);
});

test('others are served while a binary is held against rules, and between two releases', async () => {
  const { post } = await world(10);
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);

  await post('other.*');
  isOver = true;

  expect(turns).toBeGreaterThan(10 + (IMPORTS * named(0).length) / 2000);
});
