import { expect, test } from 'vitest';
import { fakeRelay } from './fake-relay.ts';
import { shell } from './shell.ts';

test('how binaries are fetched is shown, changed piece by piece, and refused where it makes no sense', async () => {
  const { gen } = shell(await fakeRelay());
  expect((await gen('downloads', '--json')).json()).toEqual({ parallel: 4, relays: [] });

  const further = ['--further', 'https://one.example/', '--further', 'http://127.0.0.1:4322'];
  const changed = await gen('downloads', 'set', '--bandwidth', '500000', ...further, '--json');
  const relays = ['https://one.example', 'http://127.0.0.1:4322'];
  expect(changed.json()).toEqual({ parallel: 4, perSecond: 500_000, relays });
  expect((await gen('downloads', 'set', '--parallel', '2', '--no-bandwidth', '--json')).json()).toEqual({
    parallel: 2,
    relays,
  });
  expect((await gen('downloads')).stdout).toContain('as fast as they come');

  const bad = await gen('downloads', 'set', '--further', 'http://one.example');
  expect(bad.exit).not.toBe(0);
  expect(bad.stderr).toContain('no address of a relay');
  expect((await gen('downloads', 'set', '--parallel', '9')).exit).toBe(2);
  expect((await gen('downloads', 'set', '--no-further', '--json')).json()).toEqual({
    parallel: 2,
    relays: [],
  });
});
