import { describe, expect, test } from 'vitest';
import { abilitiesOf, abilityDifference } from '../../src/core/wasm/abilities.ts';
import { declaredAbilities } from '../../src/core/wasm/declared-abilities.ts';
import { declaredBy } from '../../src/core/wasm/declared.ts';
import type { WasmImport } from '../../src/core/wasm/module-shape.ts';

const from = (module: string, name = 'x', kind: WasmImport['kind'] = 'function') => ({ module, name, kind });
const wasi = (name: string) => from('wasi_snapshot_preview1', name);
const of = (name: string) => from(name, '', 'instance');
const ids = (imports: readonly ReturnType<typeof from>[]) => abilitiesOf(imports).map(({ id }) => id);

/** The witx file of WASI preview 1. */
const PREVIEW1 = `args_get args_sizes_get clock_res_get clock_time_get environ_get environ_sizes_get fd_advise
  fd_allocate fd_close fd_datasync fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights fd_filestat_get
  fd_filestat_set_size fd_filestat_set_times fd_pread fd_prestat_dir_name fd_prestat_get fd_pwrite fd_read fd_readdir
  fd_renumber fd_seek fd_sync fd_tell fd_write path_create_directory path_filestat_get path_filestat_set_times path_link
  path_open path_readlink path_remove_directory path_rename path_symlink path_unlink_file poll_oneoff proc_exit
  proc_raise random_get sched_yield sock_accept sock_recv sock_send sock_shutdown`.split(/\s+/);

test('a module without imports asks for nothing', () => {
  expect(abilitiesOf([])).toEqual([{ id: 'nothing', words: 'asks for nothing', imports: [], count: 0 }]);
});

describe('WASI preview 1', () => {
  test.each([
    ['fd_read', 'files-read', 'reads files and inputs it is given'],
    ['fd_write', 'files-write', 'writes to files and outputs it is given'],
    ['fd_close', 'files-handle', 'moves about in files it is given and closes them'],
    ['path_open', 'folders-open', 'opens and creates files in folders it is given'],
    ['path_unlink_file', 'folders-write', 'creates, renames and deletes in folders it is given'],
    ['fd_readdir', 'folders-read', 'looks into folders it is given'],
    ['sock_send', 'network-given', 'uses network connections it is given'],
    ['environ_get', 'environment', 'reads its arguments and environment variables'],
    ['clock_time_get', 'clock', 'reads the clock'],
    ['random_get', 'random', 'asks for random numbers'],
    ['poll_oneoff', 'wait', 'waits for time to pass or data to come'],
    ['proc_exit', 'exit', 'ends itself'],
    ['proc_raise', 'signals', 'sends itself signals'],
    ['sched_yield', 'yield', 'lets others run'],
    ['sock_open', 'system:sock_open', 'calls the system interface (sock_open)'],
  ])('%s is %s', (name, id, words) => {
    const imports = [`wasi_snapshot_preview1.${name}`];
    expect(abilitiesOf([wasi(name)])).toEqual([{ id, words, imports, count: 1 }]);
  });

  test('each of its functions belongs to a known ability', () => {
    expect(PREVIEW1).toHaveLength(46);
    expect(ids(PREVIEW1.map(wasi)).filter((id) => id.startsWith('system'))).toEqual([]);
  });

  test('its predecessor counts the same, and threads have a module of their own', () => {
    expect(ids([from('wasi_unstable', 'fd_read'), wasi('fd_pread')])).toEqual(['files-read']);
    expect(ids([from('wasi', 'thread-spawn')])).toEqual(['threads']);
    expect(ids([from('wasi_ephemeral_nn', 'load')])).toEqual(['system:wasi_ephemeral_nn']);
  });
});

test.each([
  ['wasi:cli/environment@0.2.0', 'environment'],
  ['wasi:cli/stdin@0.2.0', 'files-read'],
  ['wasi:cli/stderr@0.2.0', 'files-write'],
  ['wasi:cli/exit@0.2.0', 'exit'],
  ['wasi:cli/terminal-output@0.2.0', 'terminal'],
  ['wasi:clocks/monotonic-clock@0.2.12', 'clock'],
  ['wasi:filesystem/preopens@0.2.0', 'filesystem'],
  ['wasi:filesystem/types@0.3.0', 'filesystem'],
  ['wasi:http/outgoing-handler@0.2.0', 'http-out'],
  ['wasi:http/client@0.3.0', 'http-out'],
  ['wasi:http/types@0.2.0', 'http'],
  ['wasi:io/poll@0.2.0', 'wait'],
  ['wasi:io/streams@0.2.0', 'streams'],
  ['wasi:random/insecure-seed@0.2.0', 'random'],
  ['wasi:sockets/ip-name-lookup@0.2.0', 'network-names'],
  ['wasi:sockets/tcp@0.2.0', 'network'],
  ['wasi:keyvalue/store@0.2.0-draft', 'stores'],
  ['wasi:gpio/digital@0.2.0', 'system:wasi:gpio/digital'],
  ['my:codec/lookup@1.2.0', 'host:my:codec/lookup'],
])('the interface %s gives a component %s, whatever its version', (name, id) => {
  expect(abilitiesOf([of(name)])).toMatchObject([{ id, imports: [name], count: 1 }]);
});

test('what is no function is told by its kind', () => {
  expect(ids([from('env', 'memory', 'memory')])).toEqual(['memory']);
  expect(ids([from('a', 'b', 'memory')])).toEqual(['memory']);
  expect(ids([from('env', 'table', 'table'), from('env', 'base', 'global')])).toEqual(['values']);
  expect(ids([from('plugin', '', 'component'), from('lib', '', 'core module')])).toEqual(['code']);
  expect(ids([from('handle', '', 'type')])).toEqual(['types']);
});

test('glue is told by its toolchain', () => {
  expect(
    ids([from('wbg'), from('./codec_bg.js'), from('gojs'), from('a'), from('GOT.mem', 'x', 'global')]),
  ).toEqual(['glue-wasm-bindgen', 'glue-go', 'glue-emscripten']);
});

test('known abilities come in one order whatever that of the imports, then the hosts in theirs', () => {
  const imports = [from('zoo'), wasi('proc_exit'), wasi('fd_write'), from('env'), wasi('path_unlink_file')];

  expect(ids(imports)).toEqual(['folders-write', 'files-write', 'exit', 'host:zoo', 'host:env']);
  expect(ids(imports.toReversed())).toEqual(['folders-write', 'files-write', 'exit', 'host:env', 'host:zoo']);
});

test('of the imports that give an ability the first 20 are named, cut and printable', () => {
  const many = Array.from({ length: 30 }, (_, index) => from('env', `f${index}`));
  const [ability] = abilitiesOf([from('env', `a\nb\u202E${'c'.repeat(100)}`), ...many]);

  expect(ability?.count).toBe(31);
  expect(ability?.imports).toHaveLength(20);
  expect(ability?.imports[0]).toBe(`env.a\u{FFFD}b\u{FFFD}${'c'.repeat(72)}…`);
  expect(abilitiesOf([from('a\nb\u202E')])[0]?.words).toBe(
    'calls functions of its host (a\u{FFFD}b\u{FFFD})',
  );
});

test('a million host modules are 20 and how many more, and hide no known ability', () => {
  const hosts = Array.from({ length: 1_000_000 }, (_, index) => from(`host${index}`));
  const abilities = abilitiesOf([...hosts, wasi('path_rename')]);

  expect(abilities).toHaveLength(22);
  expect(abilities[0]?.id).toBe('folders-write');
  expect(abilities.at(-1)).toEqual({ id: 'more', words: 'and 999980 more', imports: [], count: 999_980 });
});

test('the id of a host is bounded, and still is another one for another name', () => {
  const long = 'h'.repeat(1_000_000);
  const names = [`${long}1`, `${long}2`, 'h'.repeat(100), 'h'.repeat(101), `${'h'.repeat(99)}\u{1F600}`];
  const found = ids([...names.map((name) => from(name)), wasi(long)]);

  expect(new Set(found).size).toBe(names.length + 1);
  expect(found[2]).toBe(`host:${names[2]}`);
  expect(found.filter((id) => id.length > 'system:'.length + 100 + 1 + 32)).toEqual([]);
  expect(found.filter((id) => !id.isWellFormed())).toEqual([]);
  expect(ids([from(`${long}1`)])).toEqual(found.slice(0, 1));
});

test('releases differ by abilities, not by how often they use them; nothing is no ability', () => {
  const before = abilitiesOf([wasi('fd_read'), wasi('proc_exit')]);
  const after = abilitiesOf([wasi('fd_read'), wasi('fd_pread'), wasi('sock_send')]);

  expect(abilityDifference(before, after)).toMatchObject({
    added: [{ id: 'network-given' }],
    removed: [{ id: 'exit' }],
  });
  expect(abilityDifference(abilitiesOf([]), after).removed).toEqual([]);
  expect(abilityDifference(before, abilitiesOf([])).added).toEqual([]);
});

describe('before the download', () => {
  test('a release that names its WASI functions says what the binary will say', () => {
    const binary = abilitiesOf([wasi('clock_time_get'), wasi('fd_write')]);

    expect(
      declaredAbilities({ imports: ['wasi_snapshot_preview1'], wasi: ['clock_time_get', 'fd_write'] }),
    ).toEqual(binary);
  });

  test('an older release says less', () => {
    expect(declaredAbilities({ imports: ['env', 'wasi_snapshot_preview1'] })).toEqual([
      {
        id: 'system',
        words: 'uses the system interface (WASI); which parts is known after the download',
        imports: ['wasi_snapshot_preview1'],
        count: 1,
      },
      { id: 'host:env', words: 'uses functions or values of its host (env)', imports: ['env'], count: 1 },
    ]);
    expect(declaredAbilities({ imports: ['wasi_unstable'] }).map(({ id }) => id)).toEqual(['system']);
  });

  test('the imports of a component say it all, and none are nothing', () => {
    const ids = (imports: string[]) => declaredAbilities({ imports }).map(({ id }) => id);

    expect(ids(['my:codec/lookup@1.2.0'])).toEqual(['host:my:codec/lookup']);
    expect(ids(['wasi:cli/environment@0.2.0', 'wasi:sockets/tcp@0.2.0'])).toEqual(['network', 'environment']);
    expect(ids([])).toEqual(['nothing']);
  });

  test('WASI functions that a release names count, whether or not it names the module', () => {
    expect(declaredAbilities({ imports: [], wasi: ['fd_read'] }).map(({ id }) => id)).toEqual(['files-read']);
    expect(declaredAbilities({ imports: ['env'], wasi: ['fd_read'] }).map(({ id }) => id)).toEqual([
      'files-read',
      'host:env',
    ]);
  });

  const glue = Array.from({ length: 64 }, (_, index) => `./a${index}_bg.js`);
  const interfaces = Array.from({ length: 80 }, (_, index) => `wasi:clocks/a${index}@0.2.0`);
  const files = interfaces.map((name) => name.replace('clocks', 'filesystem'));
  const invented = (count: number, filler = '') =>
    Array.from({ length: count }, (_, index) => wasi(`a${1000 + index}${filler}`));
  const hidden = [wasi('path_open'), wasi('sock_accept')];
  test.each([
    [
      'a full list of modules',
      [...glue.map((name) => from(name)), ...hidden],
      ['network-given', 'folders-open'],
    ],
    [
      'more WASI functions than there is room for',
      [...invented(128), ...hidden],
      ['network-given', 'folders-open'],
    ],
    [
      'WASI functions with long names',
      [...invented(40, '漢'.repeat(60)), ...hidden],
      ['network-given', 'folders-open'],
    ],
    [
      'long names of modules',
      [
        ...Array.from({ length: 63 }, (_, index) => from(`${index + 10}${'漢'.repeat(60)}`)),
        ...invented(128),
        ...hidden,
      ],
      ['network-given', 'folders-open'],
    ],
    [
      'interfaces of one package',
      [...interfaces, ...files, 'wasi:http/outgoing-handler@0.2.0'].map(of),
      ['http-out', 'filesystem', 'clock'],
    ],
  ])(
    'no known ability is pushed out of a release, and one that is full says so first: %s',
    (_what, asked, known) => {
      const listed = asked.map((one) => ({ ...one, type: '()->()' }));
      const declared = declaredBy({ size: 8, imports: listed, exports: [] });
      const abilities = declaredAbilities(declared);

      expect(abilities[0]).toEqual({
        id: 'unnamed',
        words: 'may ask for more than its release has room to name',
        imports: [],
        count: 0,
      });
      expect(abilities.slice(1, 1 + known.length).map(({ id }) => id)).toEqual(known);
    },
  );

  test('a release with room left does not say that there may be more', () => {
    const all = [...PREVIEW1.map((name) => wasi(name)), ...glue.slice(0, 62).map((name) => from(name))];
    const declared = declaredBy({
      size: 8,
      imports: all.map((one) => ({ ...one, type: '()->()' })),
      exports: [],
    });
    expect(declaredAbilities(declared).map(({ id }) => id)).not.toContain('unnamed');
  });
});
