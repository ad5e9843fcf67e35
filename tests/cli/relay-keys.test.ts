import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readCapabilityLink } from '../../src/core/access/capability-link.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import type { RelayConfig } from '../../src/relay/config.ts';
import { publisher } from '../relay/world.ts';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { folder, shellAt, type ShellAt } from './shell-at.ts';

interface Key {
  readonly id: string;
  readonly role: string;
  readonly to: string;
  readonly scope: string;
  readonly ended: { kind: string; by: string; reason: string } | null;
}

let world: TestRelay;
let owner: ShellAt;
let bob: ShellAt;
let bobs: string;
let file: string;

async function relayWith(change: Partial<RelayConfig> = {}): Promise<void> {
  world = await startTestRelay(change);
  onTestFinished(() => world.close());
  owner = await shellAt(world.relay.address);
  bob = await shellAt(world.relay.address);
  bobs = ((await bob('whoami')).out as { did: string }).did;
}

beforeEach(async () => {
  file = join(await folder(), 'codec.wasm');
  await writeFile(file, tinyWasm('codec'));
});

const relay = (...words: string[]) => owner('--data', world.folder, 'relay', ...words);
const publishes = (gen: ShellAt, id: string, version: string) =>
  gen('publish', file, '--id', id, '--version-number', version, '--license', 'MIT');

/** Makes something for Bob, who takes it in. @returns its links */
async function gives(...words: string[]): Promise<readonly string[]> {
  const { links } = (await relay(...words, '--to', bobs)).out as { links: string[] };
  for (const link of links) expect((await bob('accept', link)).exit).toBe(0);
  return links;
}

async function keys(...words: string[]): Promise<readonly Key[]> {
  return ((await relay('keys', ...words)).out as { keys: Key[] }).keys;
}

test('what the root handed on is listed with whom it went to, links too, which stand in no document', async () => {
  await relayWith();
  await gives('invite', 'io.acme', '--until', '2099-01-01');
  await gives('admin');
  await gives('reader', '--names', 'io.acme');

  expect((await keys()).map(({ role, scope, to }) => [role, scope, to === bobs])).toEqual([
    ['naming', '*', false],
    ['notary', 'receipts', false],
    ['heads', 'heads', false],
    ['admin', expect.stringMatching(/^(revocations|moderation)$/), true],
    ['admin', expect.stringMatching(/^(revocations|moderation)$/), true],
    ['invitation', 'io.acme.*', true],
    ['reader', 'io.acme.*', true],
  ]);
  const kept = join(world.folder, 'handed-on.jsonl');
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  expect((await readFile(kept, 'utf8')).trim().split('\n')).toHaveLength(4);
});

test('a line that a crash cut off takes no other with it', async () => {
  await relayWith();
  await gives('invite', 'io.acme');
  await appendFile(join(world.folder, 'handed-on.jsonl'), '{"version":1,"at":17');
  await gives('invite', 'io.beta');

  const { out } = await relay('keys');

  expect(out).toMatchObject({ unreadable: 1 });
  const invitations = (out['keys'] as Key[]).filter(({ role }) => role === 'invitation');
  expect(invitations.map(({ scope }) => scope)).toEqual(['io.acme.*', 'io.beta.*']);
});

test('a reader whom the root ends is refused at the next question, and is let in again by another permission', async () => {
  await relayWith({ private: true });
  await gives('reader');
  expect((await bob('search')).exit).toBe(0);

  expect(await relay('revoke', bobs, '--yes', '--reason', 'Left us.')).toMatchObject({
    exit: 0,
    out: { dryRun: false, revoked: [{ role: 'reader', to: bobs, heads: 0 }] },
  });

  expect(await bob('info', 'io.acme.codec')).toMatchObject({
    exit: 5,
    error: { code: 'PermissionDenied', reason: 'read-capability' },
  });
  const reader = (await keys()).find(({ role }) => role === 'reader');
  expect(reader?.ended).toMatchObject({ kind: 'revoked', reason: 'Left us.' });
  await gives('reader');
  expect((await bob('search')).exit).toBe(0);
});

test('an admin whom the root ends cuts nobody off and settles nothing any more; what they cut off stays cut off', async () => {
  await relayWith();
  const alice = await shellAt(world.relay.address);
  const { did: alices } = (await alice('whoami')).out as { did: string };
  expect((await publishes(alice, 'io.alice.codec', '1.0.0')).exit).toBe(0);
  expect((await publishes(alice, 'io.alice.other', '1.0.0')).exit).toBe(0);
  await gives('admin');
  const cutOff = (id: string) =>
    bob('revoke', id, '--publisher', alices, '--as-admin', '--reason', 'Stolen.');
  expect(await cutOff('io.alice.codec')).toMatchObject({ exit: 0 });

  expect(await relay('revoke', bobs, '--yes')).toMatchObject({
    exit: 2,
    error: { code: 'InvalidInput', reason: 'several-handed-on' },
  });
  expect(await relay('revoke', bobs, '--all', '--yes', '--reason', 'Gone.')).toMatchObject({
    exit: 0,
    out: { revoked: [{ role: 'admin' }, { role: 'admin' }] },
  });

  const revoked = {
    exit: 5,
    error: { code: 'PermissionDenied', reason: 'revoked', data: { text: 'Gone.' } },
  };
  expect(await cutOff('io.alice.other')).toMatchObject(revoked);
  const release = (await bob('info', 'io.alice.other')).out as { releases: { record: string }[] };
  const keep = release.releases[0]?.record ?? '';
  expect(await bob('settle', 'io.alice.other@1.0.0', '--keep', keep)).toMatchObject(revoked);
  expect(await publishes(alice, 'io.alice.codec', '1.1.0')).toMatchObject({
    exit: 5,
    error: { reason: 'revoked', data: { text: 'Stolen.' } },
  });
  expect(await relay('revoke', bobs, '--all', '--yes')).toMatchObject({
    exit: 1,
    error: { code: 'InvalidState', reason: 'all-ended' },
  });
});

test('an invitation that is ended by its link takes no more names; what was published by it stands', async () => {
  await relayWith({ policy: 'invite' });
  const [link = ''] = await gives('invite', 'io.acme');
  expect(await publishes(bob, 'io.acme.codec', '1.0.0')).toMatchObject({ exit: 0 });
  await world.relay.refreshHead();

  const shown = await relay('revoke', link, '--dry-run');
  expect(shown).toMatchObject({
    exit: 0,
    out: { dryRun: true, revoked: [{ role: 'invitation', heads: 1 }] },
  });
  expect((await keys()).filter(({ ended }) => ended !== null)).toEqual([]);
  expect(await relay('revoke', link)).toMatchObject({ exit: 2, error: { reason: 'confirm' } });
  expect(await relay('revoke', link, '--yes', '--reason', 'Over.')).toMatchObject({ exit: 0 });

  expect(await publishes(bob, 'io.acme.second', '1.0.0')).toMatchObject({
    exit: 5,
    error: { code: 'PermissionDenied', reason: 'policy' },
  });
  expect(await publishes(bob, 'io.acme.codec', '1.1.0')).toMatchObject({
    exit: 5,
    error: { reason: 'revoked', data: { text: 'Over.' } },
  });
  expect((await owner('info', 'io.acme.codec')).out).toMatchObject({ latest: '1.0.0' });
  await gives('invite', 'io.acme');
  expect(await publishes(bob, 'io.acme.second', '1.0.0')).toMatchObject({ exit: 0 });
});

test('a claim that shows an invitation which the root has ended is refused with the reason', async () => {
  await relayWith({ policy: 'invite' });
  const acme = publisher(world.relay);
  const { links } = (await relay('invite', 'io.acme', '--to', acme.signer.did)).out as { links: string[] };
  const invitation = decodeMember(readCapabilityLink(links[0] ?? ''));
  const claims = (name: string) =>
    acme.signs({
      namespace: pairedCommunalNamespace(acme.namespace),
      path: ['claims', 'io', 'acme', name, '@'],
      payload: writeBody('claim', { capability: fromBase64Url(invitation.id) }),
    });
  const answerTo = async (name: string) =>
    (await acme.client.post([invitation.bytes, (await claims(name)).bytes])).results[0];
  expect(await answerTo('codec')).toMatchObject({ state: 'receipted' });
  await world.relay.refreshHead();

  expect(await relay('revoke', acme.signer.did, '--yes', '--reason', 'Over.')).toMatchObject({ exit: 0 });

  expect(await answerTo('second')).toMatchObject({
    state: 'refused',
    error: { code: 'PermissionDenied', reason: 'revoked', data: { text: 'Over.' } },
  });
});

test('what nobody knows, a link of another registry and a relay that does not run are told apart', async () => {
  await relayWith();
  const [link = ''] = await gives('invite', 'io.acme');
  const first = world;
  await relayWith();
  expect(await relay('revoke', bobs, '--yes')).toMatchObject({ exit: 1, error: { reason: 'handed-on' } });
  expect(await relay('revoke', link, '--yes')).toMatchObject({ exit: 5, error: { reason: 'namespace' } });
  expect(await relay('revoke', link.slice(0, -9), '--yes')).toMatchObject({ exit: 2 });
  expect(await owner('--data', first.folder, 'relay', 'revoke', link, '--yes')).toMatchObject({
    exit: 2,
    error: { reason: 'root-of-other' },
  });
  const nowhere = await shellAt('http://127.0.0.1:9');
  const asked = ['--data', world.folder, 'relay', 'revoke', link, '--yes'];
  expect(await nowhere(...asked)).toMatchObject({ exit: 4, error: { reason: 'relay-needed' } });
});

test('keys are listed without a relay out of its folder, with what has ended', async () => {
  await relayWith();
  await gives('reader');
  expect((await relay('revoke', bobs, '--yes')).exit).toBe(0);
  await world.relay.stop();

  const { out } = await relay('keys');

  expect(out).toMatchObject({ endedKnown: true });
  expect((out['keys'] as Key[]).filter(({ ended }) => ended !== null)).toMatchObject([{ role: 'reader' }]);
});

test('of a private relay that runs, nobody but the root learns what has ended', async () => {
  await relayWith({ private: true });
  await gives('reader');
  const safe = join(await folder(), 'root.json');
  const secret = join(await folder(), 'secret.txt');
  await writeFile(secret, 'correct horse battery');
  expect((await relay('encrypt-root-key', safe, '--passphrase-file', secret)).exit).toBe(0);

  expect((await relay('keys')).out).toMatchObject({ endedKnown: false });
  const byKey = ['--root-key', safe, '--passphrase-file', secret];
  expect((await relay('keys', ...byKey)).out).toMatchObject({ endedKnown: true });
});

test('by the root key in its safe too, at a relay that runs without it', async () => {
  await relayWith();
  const safe = join(await folder(), 'root.json');
  const secret = join(await folder(), 'secret.txt');
  await writeFile(secret, 'correct horse battery');
  expect((await relay('encrypt-root-key', safe, '--passphrase-file', secret)).exit).toBe(0);
  const byKey = ['--root-key', safe, '--passphrase-file', secret];
  await gives('reader', ...byKey);

  expect(await relay('revoke', bobs, '--yes')).toMatchObject({ exit: 1, error: { reason: 'root-key' } });
  expect(await relay('revoke', bobs, '--yes', ...byKey)).toMatchObject({ exit: 0 });

  expect((await keys()).filter(({ ended }) => ended !== null)).toMatchObject([{ role: 'reader' }]);
});

test('at a terminal each of several is asked about', async () => {
  await relayWith();
  await gives('admin');
  const questions: string[] = [];
  const asked = await shellAt(world.relay.address, {
    interactive: true,
    confirm: async (question) => {
      questions.push(question);
      return question.includes('revocations');
    },
  });

  expect(await asked('--data', world.folder, 'relay', 'revoke', bobs)).toMatchObject({
    exit: 0,
    out: { revoked: [{ role: 'admin', scope: 'revocations' }] },
  });
  expect(questions).toHaveLength(2);
});
