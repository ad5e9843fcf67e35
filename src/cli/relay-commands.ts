import { InvalidArgumentError, Option, type Command } from 'commander';
import { RESOLVE_EXIT_CODES } from './help.ts';
import { collect, wholeNumber } from './option-parsers.ts';
import type { Perform } from './perform.ts';

/** Running a relay, and what its root key hands on and ends. */
export function addRelayCommands(program: Command, perform: Perform): void {
  const relay = program
    .command('relay')
    .description('start a relay in this process; --data or GEN_REGISTRY_DATA is its folder (default: ./data)')
    .option('--port <port>', 'port, 0 for a free one (default: 4321)', wholeNumber(0, 65_535))
    .option('--host <host>', 'address to listen at (default: localhost)')
    .option('--no-samples', 'start empty, without the starter catalogue')
    .addOption(new Option('--policy <policy>', 'who gets a free name').choices(['open', 'invite', 'closed']))
    .option(
      '--max-modules <count>',
      'names that are given in all (default: 10000)',
      wholeNumber(1, 1_000_000),
    )
    .option('--private', 'send nothing but to whom "gen relay reader" let read; without samples')
    .action((options) =>
      perform(async (context) => (await import('./commands/relay/relay.ts')).relay(context, options)),
    );
  relay
    .command('encrypt-root-key')
    .description("move the root key out of the relay's folder, encrypted with a passphrase")
    .argument('<target>', 'file to make')
    .option('--passphrase-file <file>', 'file with the passphrase; - or nothing: standard input')
    .action((target, options) =>
      perform(async (context) =>
        (await import('./commands/relay/relay.ts')).encryptRelayRootKey(context, target, options),
      ),
    );
  addRootCommands(relay, perform);
  addKeyCommands(relay, perform);
  addRelayChecks(relay, perform);
}

/** A segment of an id or several, such as `opam` or `io.acme`. */
function idPrefix(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(text)) return text;
  throw new InvalidArgumentError('It is segments of a-z, 0-9 and - with dots between them, such as opam.');
}

/** Publishing what another registry has. */
export function addCatalogueCommands(program: Command, perform: Perform): void {
  program
    .command('resolve')
    .description('find releases that belong together, by a catalogue file; asks nobody and changes nothing')
    .argument('[id@range...]', 'what is wanted; without a range any release')
    .option('--catalogue <file>', 'file of modules (.jsonl, .jsonl.gz), one a line')
    .option('--cases <file>', 'questions with their registries in place of that: a JSON array, or JSON lines')
    .addOption(
      new Option('--cycles <policy>', 'of modules that need each other')
        .choices(['refuse', 'allow'] as const)
        .default('refuse' as const),
    )
    .option('--prereleases', 'also pre-releases that no range names')
    .option('--prefer <id@version>', 'take this version where it fits (repeatable)', collect, [])
    .addHelpText('after', RESOLVE_EXIT_CODES)
    .action((wishes, options) =>
      perform(async (context) => (await import('./commands/resolve.ts')).resolve(context, wishes, options)),
    );
  program
    .command('import')
    .description('publish the modules of a catalogue file as signed releases; given again, it goes on')
    .argument('<catalogue>', 'one module a line, as .jsonl or .jsonl.gz')
    .option('--namespace-key <file>', "the registry's root key, where names are for invited publishers only")
    .option('--passphrase-file <file>', 'file with its passphrase; - or nothing: standard input')
    .option(
      '--prefix <names>',
      'what the ids go below, such as opam (default: the name of the file)',
      idPrefix,
    )
    .option('--publishers <count>', 'keys to publish by', wholeNumber(1, 1000), 8)
    .option('--state <dir>', 'folder of those keys and of what is done (default: imports/ in --data)')
    .addOption(
      new Option('--limit <count>', 'at most so many modules, the first ones')
        .argParser(wholeNumber(1, 10_000_000))
        .default(10_000_000, 'all'),
    )
    .addOption(
      new Option('--releases <count>', 'at most so many releases of each, the newest')
        .argParser(wholeNumber(1, 100_000))
        .default(100_000, 'all'),
    )
    .option('--dry-run', 'read and check the file, publish nothing')
    .action((file, options) =>
      perform(async (context) =>
        (await import('./commands/relay/import-catalogue.ts')).importCatalogue(context, file, options),
      ),
    );
}

/** What the root key hands on. */
function addRootCommands(relay: Command, perform: Perform): void {
  const invite = relay
    .command('invite')
    .description('let somebody have every name below a part of the tree; prints the link that they need')
    .argument('<names>', 'such as io.acme, for all below it');
  const admin = relay
    .command('admin')
    .description('let somebody cut keys off and settle contradictions; prints the links that they need');
  const reader = relay
    .command('reader')
    .description('let somebody read a private registry; prints the link that they need')
    .option(
      '--names <names>',
      'only the modules below this part of the tree, such as io.acme, without the catalogue',
    );
  for (const command of [invite, admin, reader]) {
    command
      .requiredOption('--to <did>', 'whom: the did:key that "gen whoami" shows them')
      .option('--until <time>', 'not from this day (UTC) or time on, such as 2027-03-01 (default: no end)');
    withRootKey(command);
  }
  invite.action((names, options) =>
    perform(async (context) =>
      (await import('./commands/relay/authority.ts')).invite(context, names, options),
    ),
  );
  reader.action((options) =>
    perform(async (context) => (await import('./commands/relay/authority.ts')).reader(context, options)),
  );
  admin.action((options) =>
    perform(async (context) => (await import('./commands/relay/authority.ts')).admin(context, options)),
  );
}

/** What it handed on: listed, and ended. */
function addKeyCommands(relay: Command, perform: Perform): void {
  const keys = relay
    .command('keys')
    .description('list what the root key handed on, to whom, and what of it has ended');
  const revoke = relay
    .command('revoke')
    .description('end what the root key handed on; what a relay has receipted stays')
    .argument(
      '<what>',
      'a capability (behind -- if it begins with -) or did:key that "gen relay keys" lists, or a link in quotes',
    )
    .option('--reason <text>', 'why; everybody can read it')
    .option('--all', 'all that the did:key has, where it has several')
    .option('--dry-run', 'show what would end, end nothing');
  for (const command of [keys, revoke]) withRootKey(command);
  keys.action((options) =>
    perform(async (context) => (await import('./commands/relay/keys.ts')).keys(context, options)),
  );
  revoke.action((what, options) =>
    perform(async (context) =>
      (await import('./commands/relay/revoke.ts')).revokeHandedOn(context, what, options),
    ),
  );
}

function withRootKey(command: Command): Command {
  return command
    .option('--root-key <file>', "encrypted root key (default: the plain one in the relay's folder)")
    .option('--passphrase-file <file>', 'file with its passphrase; - or nothing: standard input');
}

function addRelayChecks(relay: Command, perform: Perform): void {
  relay
    .command('compare')
    .description('hold the signed heads of two relays of one registry against each other')
    .argument('<url>', 'address of a relay')
    .argument('<other>', 'address of another one')
    .action((one, other) =>
      perform(async (context) =>
        (await import('./commands/relay/compare.ts')).compareTwoRelays(context, one, other),
      ),
    );
  relay
    .command('delegate-heads')
    .description('let a relay that was set up before there were signed heads sign them, once')
    .argument('<root-key>', 'root key file, as encrypt-root-key made it')
    .option('--passphrase-file <file>', 'file with the passphrase; - or nothing: standard input')
    .action((file, options) =>
      perform(async (context) =>
        (await import('./commands/relay/relay.ts')).delegateRelayHeads(context, file, options),
      ),
    );
}
