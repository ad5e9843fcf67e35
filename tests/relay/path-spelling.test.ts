import { expect, test } from 'vitest';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { publisher, releasedModule, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const card = writeBody('card', { n: 'Codec', d: '', v: '1.0.0', t: [], l: 'MIT', k: 'library', i: [], s: 4 });
const rating = writeBody('rating', { stars: 5 });
const claim = writeBody('claim', {});
const report = writeBody('report', { reason: 'spam', text: '' });

test.each([
  ['modules', ['card'], card],
  ['claims', [], claim],
  ['ratings', [], rating],
  ['reports', [], report],
] as const)('a module id is spelled in one way below %s', async (root, rest, payload) => {
  const alice = publisher(await runningRelay());
  await releasedModule(alice, CODEC);
  const space = root === 'modules' ? {} : { namespace: pairedCommunalNamespace(alice.namespace) };
  const spelled = async (...id: string[]) =>
    (await alice.signs({ ...space, path: [root, ...id, '@', ...rest], payload })).bytes;

  const posted = [await spelled(CODEC), await spelled('io', 'acme.codec')];
  const { results } = await alice.client.post([...posted, await spelled(...modulePath(CODEC).slice(0, -1))]);

  expect(results.map(({ error }) => error?.reason)).toEqual(['record-path', 'record-path', undefined]);
});
