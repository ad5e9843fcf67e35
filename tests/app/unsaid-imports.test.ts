import { expect, test } from 'vitest';
import { installedRow } from '../../src/app/installed-set.ts';
import { agreeToInstall } from '../../src/app/agree-install.ts';
import { setImportRules } from '../../src/app/import-rules.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { publish } from '../../src/app/publish.ts';
import { linesOfQuestions } from '../../src/cli/question-lines.ts';
import { requireDeclared } from '../../src/app/require-declared.ts';
import { toGenError } from '../../src/core/errors.ts';
import { parseModuleId, parseVersion, sha256Of } from '../../src/core/ids.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { binaryInterface } from '../../src/core/wasm/binary-interface.ts';
import { releases } from '../support/holder.ts';
import { standingWorld } from '../support/standing-world.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import type { ValidationLevel } from '../../src/core/wasm/import-rules.ts';
import type { WasmReport } from '../../src/core/wasm/wasm-report.ts';
import type { Validator } from '../../src/ports/validator.ts';
import type { InstallJob } from '../../src/ports/tables.ts';
import { emptyFolder, runningRelay } from '../relay/world.ts';
import { importingWasm } from '../support/importing-wasm.ts';
import { draftOf, person, type Person } from '../support/person.ts';
import { binaryOf } from '../wasm/component-fixtures.ts';

const codec = parseModuleId('io.example.codec');
const COMPONENT =
  '(component (import "wasi:clocks/wall-clock@0.2.0" (instance)) (import "acme:host/log" (instance)))';

async function blank(bytes: Uint8Array<ArrayBuffer>): Promise<WasmReport> {
  const digest = async (of: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', of));
  return { ...(await reportOn(bytes, { maxSize: 1e8, digest })), imports: [], exports: [] };
}

/** Of a relay that sees no imports: from before components were read, or one that believes all. */
const blind: Validator = {
  validate: async (source) =>
    blank(new Uint8Array(source instanceof ArrayBuffer ? source : await source.arrayBuffer())),
  close: () => undefined,
};

async function publishesBlankly(
  author: Person,
  version: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await publish(author.device, draftOf({ id: codec, version }), { content, report: await blank(content) });
  expect(await author.drains()).toMatchObject([{ state: 'receipted' }]);
}

async function installs({ device, drains }: Person): Promise<InstallJob> {
  const { id } = await requestInstall(device, codec);
  await drains();
  const job = await device.tables.get('jobs', id);
  if (job?.kind !== 'install') throw new Error('no install');
  return job;
}

test.each<[ValidationLevel, string, string | undefined]>([
  ['strict', 'failed', 'component'],
  ['standard', 'asking', undefined],
  ['permissive', 'installed', undefined],
])(
  'a component whose older release says nothing of it, by the level %s: %s',
  async (validation, state, reason) => {
    const { address } = await runningRelay({}, { validator: blind });
    const [alice, bob] = [await person(address), await person(address)];
    await publishesBlankly(alice, '1.0.0', await binaryOf(COMPONENT));
    await setImportRules(bob.device, { policy: { level: 'anything' }, validation });
    const job = await installs(bob);

    expect([job.state, job.error?.reason]).toEqual([state, reason]);
    if (state !== 'asking') return;
    expect(job.questions).toMatchObject([{ outsideCount: 2, isUnsaid: true, addedCount: 0 }]);
    expect(linesOfQuestions(job.questions ?? [])[0]).toBe(
      `${codec} 1.0.0 asks for 2 imports that its release does not name:`,
    );
    await agreeToInstall(bob.device, job.id, job.questions?.map(({ mark }) => mark) ?? []);
    await bob.drains();
    expect(await bob.device.tables.get('jobs', job.id)).toMatchObject({ state: 'installed' });
  },
);

test('only what those programs wrote is taken for silence, of components only', async () => {
  const { alice } = await standingWorld();
  const component = binaryInterface(await binaryOf(COMPONENT));
  const core = binaryInterface(importingWasm('env.log'));
  const silence = { size: component.size, imports: [], exports: [], exportCount: 0 };
  const facts = async (change: object, binary = component): Promise<unknown> => {
    const record = await releases(alice, codec, '1.0.0', { ...silence, ...change });
    const { id, digest } = record;
    const planned = { id: codec, name: 'Codec', version: parseVersion('1.0.0'), sha256: sha256Of(digest) };
    const release = { ...planned, size: 8, dependencies: [], record: id, author: alice.signer.did };
    try {
      return requireDeclared(recordSet([record]), release, binary);
    } catch (thrown) {
      return toGenError(thrown).data;
    }
  };

  expect(await facts({})).toEqual({ saysNothing: true });
  expect(await facts({ size: 1 })).toMatchObject({ facts: ['size'] });
  expect(await facts({ exportCount: 1 })).toMatchObject({ facts: ['imports', 'exportCount'] });
  expect(await facts({ imports: ['acme:host/log'] })).toMatchObject({ facts: ['imports'] });
  expect(await facts({ size: core.size }, core)).toMatchObject({ facts: ['imports'] });
});

test('words that are not those of the binary are refused, though the same bytes are installed under true ones', async () => {
  const data = await emptyFolder();
  const honest = await runningRelay({ data });
  const { address } = honest;
  const [alice, bob] = [await person(address), await person(address)];
  const bytes = importingWasm('wasi_snapshot_preview1.path_open');
  await alice.publishes({ id: codec, version: '1.0.0' }, bytes);
  expect(await installs(bob)).toMatchObject({ state: 'installed' });
  await honest.stop();
  await runningRelay({ data, port: Number(new URL(address).port) }, { validator: blind });
  await publishesBlankly(alice, '1.0.1', bytes);

  expect(await installs(bob)).toMatchObject({
    state: 'failed',
    error: { code: 'WasmInvalid', reason: 'declared', data: { facts: ['imports'] } },
  });
  expect(await installedRow(bob.device.tables, codec)).toMatchObject({ version: '1.0.0' });
});
