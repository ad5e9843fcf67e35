import { beforeAll, expect, test } from 'vitest';
import { fakeRelay } from './fake-relay.ts';
import { shell, type Shell } from './shell.ts';

let alice: Shell;
beforeAll(async () => {
  alice = shell(await fakeRelay());
});

const COMMANDS = [
  'search',
  'info',
  'install',
  'list',
  'why',
  'uninstall',
  'update',
  'outdated',
  'auto',
  'history',
  'back',
  'lock',
  'clean-up',
  'storage',
  'sets',
  'rate',
  'verify',
  'proof',
  'publish',
  'publishers',
  'grant',
  'revoke',
  'accept',
  'permissions',
  'token',
  'sync',
  'status',
  'whoami',
  'identity',
  'relay',
];

test('the help names every command and every exit code', async () => {
  const { exit, stdout } = await alice.gen('--help');

  expect(exit).toBe(0);
  for (const word of [...COMMANDS, '0 ', '1 ', '2 ', '3 ', '4 ', '5 ', '6 ', '130 '])
    expect(stdout).toContain(`  ${word}`);
});

test.each(['search', 'import', 'publish', 'imports set'])(
  '%s --help names no default that a person would not write',
  async (command) => {
    const { stdout } = await alice.gen(...command.split(' '), '--help');

    expect(stdout).not.toMatch(/default: (\[|\d{5})/);
  },
);

test.each([
  ...COMMANDS,
  'identity backup',
  'identity restore',
  'history forget',
  'sets use',
  'sets remove',
  'relay encrypt-root-key',
])('%s --help shows examples', async (command) => {
  const { exit, stdout } = await alice.gen(...command.split(' '), '--help');

  expect(exit).toBe(0);
  expect(stdout).toContain(`Examples:\n  $ gen ${command.split(' ')[0]}`);
});

test.each([
  [['serch'], 'Did you mean search?'],
  [['search', '--lmit', '3'], 'Did you mean --limit?'],
  [['info'], "missing required argument 'id'"],
  [['info', 'io.acme.a', 'io.acme.b'], 'too many arguments'],
  [['search', '--limit', '0'], 'whole number from 1'],
  [['search', '--limit', '1e3'], 'whole number from 1'],
  [['search', '--sort', 'size'], 'Allowed choices are relevance, popular, rating, recent, name'],
  [['rate', 'io.acme.codec', '6'], 'whole number from 1 to 5'],
  [['rate', 'io.acme.codec', '4.5'], 'whole number from 1 to 5'],
  [['relay', '--port', '65536'], 'whole number from 0 to 65535'],
  [['info', 'codec'], 'is no module id'],
  [['install', 'io.acme.codec@new'], 'is no version'],
  [['why', 'io.acme.codec', '--to', 'new'], 'is no version'],
  [['grant', 'io.acme.codec'], "required option '--to <did>' not specified"],
  [
    ['grant', 'io.acme.codec', '--to', 'did:key:z6Mk', '--until', '2027-02-30'],
    'write for instance 2027-03-01',
  ],
  [['revoke', 'io.acme.codec', '--publisher', 'Bob'], "is nobody's name"],
  [['token', 'io.acme.codec'], "required option '--out <file>' not specified"],
  [['list', '--relay', 'ftp://relay.example'], 'is no address of a relay'],
])('%j is a usage error that says what fits', async (words, sentence) => {
  const { exit, stdout, stderr } = await alice.gen(...words);

  expect(exit).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^gen: /);
  expect(stderr).toContain(sentence);
});

test('with --json an error is one document of code, reason, data and message on stderr', async () => {
  const { exit, stdout, error } = await alice.gen('info', 'Codec', '--json');

  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(error()).toEqual({
    code: 'InvalidInput',
    reason: 'module-id',
    data: { field: 'id', value: 'Codec' },
    message: '"Codec" is no module id: use lower-case parts joined by dots, such as io.acme.codec.',
  });
});

test('a usage error is JSON too', async () => {
  const { error } = await alice.gen('nope', '--json');

  expect(error()).toMatchObject({ code: 'InvalidInput', reason: 'usage' });
});

test('--version alone is the version of the program', async () => {
  const { exit, stdout } = await alice.gen('--version');

  expect(exit).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a flag goes before the environment', async () => {
  const bob = shell(await fakeRelay(), { environment: { GEN_REGISTRY_RELAY: 'http://env.example' } });

  expect((await bob.gen('status', '--json')).json()).toMatchObject({ relay: 'http://env.example' });
  expect((await bob.gen('status', '--json', '--relay', 'http://flag.example/')).json()).toMatchObject({
    relay: 'http://flag.example',
  });
});
