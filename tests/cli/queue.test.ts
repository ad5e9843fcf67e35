import { beforeEach, expect, test } from 'vitest';
import { fakeRelay } from './fake-relay.ts';
import { shell, type Shell } from './shell.ts';

let bob: Shell;

const install = (name: string) => bob.gen('install', `io.example.${name}`, '--offline', '--json');
async function waiting(...words: string[]): Promise<unknown> {
  const { jobs } = (await bob.gen('queue', ...words, '--json')).json();
  return (jobs as { module: string }[]).map(({ module }) => module.replace('io.example.', '')).join(' ');
}

beforeEach(async () => {
  bob = shell(await fakeRelay());
  await bob.gen('sync');
  for (const name of ['a', 'b', 'c']) await install(name);
});

test('what was asked for offline waits in its order, which can be changed', async () => {
  expect(await waiting()).toBe('a b c');
  expect(await waiting('first', '3')).toBe('c a b');
  expect(await waiting('down', '1')).toBe('a c b');
  expect(await waiting('up', '3')).toBe('a b c');
  expect((await bob.gen('queue')).stdout).toMatch(
    /^ +ID +JOB +STATE +NEXT TRY\n1 +\S+ +install io\.example\.a +Queued/,
  );
});

test('what is cancelled waits no more, and is begun anew by its id', async () => {
  const { jobs } = (await bob.gen('queue', '--json')).json() as { jobs: { job: string }[] };
  expect(await waiting('cancel', '1')).toBe('b c');
  expect(await waiting('retry', jobs[0]?.job ?? '')).toBe('a b c');
});

test('a job that is not there, or waits no more, is named so', async () => {
  expect(await bob.gen('queue', 'first', '9')).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining('no job 9'),
  });
  const { jobs } = (await bob.gen('queue', '--json')).json() as { jobs: { job: string }[] };
  await bob.gen('queue', 'cancel', '1');
  expect((await bob.gen('queue', 'up', jobs[0]?.job ?? '')).stderr).toContain('begun already, or has ended');
});
