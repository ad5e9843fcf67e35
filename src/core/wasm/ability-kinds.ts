/**
 * What the imports that are known by name let a module do, in the order in which people are told: what reaches out or
 * changes something comes first. Open-ended ones (functions of a host) are not among them: see `abilitiesOf`.
 */
export const ABILITY_WORDS = {
  network: 'opens network connections',
  'network-given': 'uses network connections it is given',
  'network-names': 'looks up names on the network',
  'http-out': 'sends HTTP requests',
  http: 'works with HTTP requests and answers it is given',
  code: 'runs code that its host brings',
  filesystem: 'reads, writes, creates and deletes files in folders it is given',
  'folders-write': 'creates, renames and deletes in folders it is given',
  'folders-open': 'opens and creates files in folders it is given',
  'folders-read': 'looks into folders it is given',
  'files-write': 'writes to files and outputs it is given',
  'files-read': 'reads files and inputs it is given',
  'files-handle': 'moves about in files it is given and closes them',
  streams: 'reads and writes data streams it is given',
  stores: 'uses data stores it is given',
  messages: 'sends and receives messages',
  configuration: 'reads configuration it is given',
  environment: 'reads its arguments and environment variables',
  terminal: 'finds out whether a terminal is attached',
  log: 'writes to a log',
  clock: 'reads the clock',
  random: 'asks for random numbers',
  wait: 'waits for time to pass or data to come',
  threads: 'starts threads',
  yield: 'lets others run',
  signals: 'sends itself signals',
  exit: 'ends itself',
  'glue-wasm-bindgen': 'calls into JavaScript glue (wasm-bindgen)',
  'glue-go': 'calls into JavaScript glue (Go)',
  'glue-emscripten': 'calls into JavaScript glue (Emscripten)',
  memory: 'uses memory that its host shares',
  values: 'uses values that its host shares',
  types: 'uses types that its host defines',
  system: 'uses the system interface (WASI); which parts is known after the download',
} as const satisfies Readonly<Record<string, string>>;

export type KnownAbility = keyof typeof ABILITY_WORDS;

/** Functions of WASI preview 1 (its witx file) and of its predecessor, all of them. */
const PREVIEW1: readonly (readonly [ability: KnownAbility, functions: RegExp])[] = [
  ['clock', /^clock_(?:res|time)_get$/],
  ['random', /^random_get$/],
  ['environment', /^(?:args|environ)_(?:sizes_)?get$/],
  ['network-given', /^sock_(?:accept|recv|send|shutdown)$/],
  [
    'folders-write',
    /^path_(?:create_directory|filestat_set_times|link|remove_directory|rename|symlink|unlink_file)$/,
  ],
  ['folders-open', /^path_open$/],
  ['folders-read', /^(?:path_filestat_get|path_readlink|fd_prestat_(?:get|dir_name)|fd_readdir)$/],
  [
    'files-write',
    /^fd_(?:p?write|allocate|sync|datasync|filestat_set_(?:size|times)|fdstat_set_(?:flags|rights))$/,
  ],
  ['files-read', /^fd_p?read$/],
  ['files-handle', /^fd_(?:advise|close|fdstat_get|filestat_get|renumber|seek|tell)$/],
  ['wait', /^poll_oneoff$/],
  ['exit', /^proc_exit$/],
  ['signals', /^proc_raise$/],
  ['yield', /^sched_yield$/],
];

export function preview1Ability(name: string): KnownAbility | undefined {
  return PREVIEW1.find(([, functions]) => functions.test(name))?.[0];
}

/**
 * Interfaces of WASI 0.2 and 0.3 (their WIT packages), without the version, and proposals' modules for preview 1. An
 * interface counts with all it has, as a host that links it brings all of it.
 */
const INTERFACES: readonly (readonly [ability: KnownAbility, interfaces: RegExp])[] = [
  ['environment', /^wasi:cli\/environment$/],
  ['exit', /^wasi:cli\/exit$/],
  ['files-read', /^wasi:cli\/stdin$/],
  ['files-write', /^wasi:cli\/std(?:out|err)$/],
  ['terminal', /^wasi:cli\/terminal-/],
  ['clock', /^wasi:clocks\//],
  ['filesystem', /^wasi:filesystem\//],
  ['http-out', /^wasi:http\/(?:outgoing-handler|client)$/],
  ['http', /^wasi:http\//],
  ['wait', /^wasi:io\/poll$/],
  ['streams', /^wasi:io\//],
  ['random', /^wasi:random\//],
  ['network-names', /^wasi:sockets\/ip-name-lookup$/],
  ['network', /^wasi:(?:sockets|tls)\//],
  ['stores', /^wasi:(?:keyvalue|blobstore)\//],
  ['messages', /^wasi:messaging\//],
  ['configuration', /^wasi:config\//],
  ['log', /^wasi:logging\//],
  ['threads', /^wasi$/],
];

/** @param name of an interface, without its version. */
export function interfaceAbility(name: string): KnownAbility | undefined {
  return INTERFACES.find(([, interfaces]) => interfaces.test(name))?.[0];
}
