import { rm, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';
import { fakeRelay } from './fake-relay.ts';
import { shellAt } from './shell-at.ts';
import { shell } from './shell.ts';

const ID = 'io.example.codec';

/** A registry with an admin, one module, and somebody who rated it. */
async function registry() {
  const { relay, folder: data, close } = await startTestRelay();
  onTestFinished(close);
  const folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [owner, admin, rater, reader] = await Promise.all([
    shellAt(relay.address),
    shellAt(relay.address),
    shellAt(relay.address),
    shellAt(relay.address),
  ]);
  const file = join(folder, 'codec.wasm');
  await writeFile(file, tinyWasm());
  expect(
    (await owner('publish', file, '--id', ID, '--version-number', '1.0.0', '--license', 'MIT')).exit,
  ).toBe(0);
  const { did: adminDid } = (await admin('whoami')).out as { did: string };
  const { links } = (await owner('--data', data, 'relay', 'admin', '--to', adminDid)).out as {
    links: string[];
  };
  for (const link of links) await admin('accept', link);
  expect((await rater('rate', ID, '4')).exit).toBe(0);
  const { did } = (await rater('whoami')).out as { did: string };
  return { relay, admin, adminDid, rater, did, reader };
}

test('an admin vouches for somebody, everybody reads it, and their rating counts until it is taken back', async () => {
  const { admin, adminDid, did, reader } = await registry();
  const ratings = async () => ((await reader('info', ID)).out as { ratings: unknown }).ratings;
  expect(await ratings()).toMatchObject({ average: 4, count: 1, trusted: { average: 0, count: 0 } });

  expect((await admin('vouch', did, '--reason', 'Known.')).out).toEqual({
    did,
    vouched: true,
    reason: 'Known.',
  });
  expect((await reader('vouches')).out).toMatchObject({
    vouches: [{ did, by: adminDid, reason: 'Known.' }],
  });
  expect(await ratings()).toMatchObject({
    count: 1,
    trusted: { average: 4, count: 1, histogram: [0, 0, 0, 1, 0] },
  });

  expect((await admin('vouch', did, '--withdraw')).out).toMatchObject({ vouched: false });
  expect((await reader('vouches')).out).toEqual({ vouches: [] });
  expect(await ratings()).toMatchObject({ count: 1, trusted: { count: 0 } });
});

test('nobody else vouches, and only for somebody', async () => {
  const { admin, rater, did } = await registry();
  const refused = await rater('vouch', did);
  expect([refused.exit, refused.error]).toMatchObject([5, { code: 'PermissionDenied', reason: 'no-admin' }]);
  expect((await admin('vouch', 'alice')).error).toMatchObject({ code: 'InvalidInput', reason: 'did' });
  expect((await admin('vouch', did, '--reason', 'x'.repeat(501))).error).toMatchObject({
    reason: 'too-long',
  });
});

test('one’s own rating counts for oneself, and that of whom one follows', async () => {
  const { rater, did, reader } = await registry();
  const trusted = async (who: typeof reader) =>
    ((await who('info', ID)).out as { ratings: { trusted: { count: number } } }).ratings.trusted.count;
  expect([await trusted(rater), await trusted(reader)]).toEqual([1, 0]);
  await reader('moderators', 'follow', did);
  expect(await trusted(reader)).toBe(1);
});

test('what the relay counted is told as such, and stays known without a network', async () => {
  const { relay, reader } = await registry();
  expect((await reader('info', ID)).out).toMatchObject({ downloads: null, installs: null });
  expect((await reader('install', ID)).exit).toBe(0);
  await expect
    .poll(async () => {
      await relay.refreshAggregates();
      return (await reader('info', ID)).out;
    })
    .toMatchObject({ downloads: 1, installs: 1 });
  expect((await reader('--offline', 'info', ID)).out).toMatchObject({ downloads: 1, installs: 1 });
});

test('to people both scores are told in words', async () => {
  const relay = await fakeRelay();
  const [alice, bob] = [shell(relay), shell(relay)];
  const folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'codec.wasm');
  await writeFile(file, tinyWasm());
  await alice.gen('publish', file, '--id', ID, '--version-number', '1.0.0', '--license', 'MIT');
  expect((await bob.gen('info', ID)).stdout).toMatch(/ratings +none yet/);
  await alice.gen('rate', ID, '4');
  expect((await alice.gen('info', ID)).stdout).toMatch(
    /ratings +4\.0 of 5 \(1\) trusted; 4\.0 of 5 \(1\) unverified/,
  );
  expect((await bob.gen('info', ID)).stdout).toMatch(
    /ratings +none by people who count here; 4\.0 of 5 \(1\) unverified/,
  );
  const { stdout, stderr } = await bob.gen('vouches');
  expect(stdout).toBe('');
  expect(stderr).toContain('No admin vouches for anybody by name.');
});
