/** Examples below each command's help. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  publish: [
    'gen publish codec.wasm --id io.acme.codec --version-number 1.2.0 --license MIT --readme README.md',
    'gen publish build/codec.wasm --depends io.acme.base@^1.0.0 --dry-run   # the rest from build/gen.json',
  ],
  search: [
    'gen search image codec',
    'gen search codec --show-hidden',
    'gen search --needs nothing --license MIT --sort popular',
    'gen search --updates',
    'gen search --tag parser --sort recent --limit 5 --json',
    'gen search --catalogue modules.jsonl.gz "tag:image license:MIT codec"',
    'gen search --catalogue modules.jsonl.gz --queries queries.txt --json   # a JSON line for each query',
  ],
  info: ['gen info io.acme.codec', 'gen info io.acme.codec --readme'],
  install: [
    'gen install io.acme.codec',
    'gen install io.acme.codec@1.2.0 --out vendor',
    'gen install "io.acme.codec@>=1 <3" --dry-run',
    'gen install io.acme.codec --set viewing --without io.acme.viewer',
    'gen install --lock gen.lock.json --frozen',
  ],
  update: ['gen update', 'gen update io.acme.codec --dry-run', 'gen update --set viewing --json'],
  outdated: ['gen outdated', 'gen outdated --offline --json'],
  auto: ['gen auto io.acme.codec on', 'gen auto io.acme.codec off'],
  history: ['gen history', 'gen history --set viewing --json'],
  'history forget': ['gen history forget', 'gen history forget --yes'],
  back: ['gen back', 'gen back 3 --dry-run'],
  'clean-up': ['gen clean-up --dry-run', 'gen clean-up --days 180 --yes', 'gen clean-up --days off'],
  storage: ['gen storage', 'gen storage --json'],
  lock: ['gen lock --out gen.lock.json', 'gen lock --set viewing > viewing.lock.json'],
  sets: ['gen sets', 'gen sets use viewing', 'gen sets remove viewing --yes'],
  'sets list': ['gen sets', 'gen sets list --json'],
  'sets use': ['gen sets use viewing'],
  'sets remove': ['gen sets remove viewing', 'gen sets remove viewing --yes'],
  imports: ['gen imports', 'gen imports --json'],
  'imports show': ['gen imports', 'gen imports --json'],
  'imports set': [
    'gen imports set --level wasi --allow env.memory --deny "*.sock_*"',
    'gen imports set --validation strict --namespace   # as an admin of the registry',
  ],
  'imports reset': ['gen imports reset', 'gen imports reset --namespace'],
  list: ['gen list', 'gen list --set viewing --json'],
  why: ['gen why io.acme.codec', 'gen why io.acme.codec --to 2.0.0 --json'],
  uninstall: ['gen uninstall io.acme.codec', 'gen uninstall io.acme.codec --set viewing'],
  rate: ['gen rate io.acme.codec 5', 'gen rate io.acme.codec@1.2.0 4 --review "Small and quick."'],
  verify: [
    'gen verify codec.wasm',
    'gen verify --json --policy policy.json build/*.wasm',
    'gen verify --time-limit 60 - < codec.wasm',
    'gen verify --proof io.acme.codec-1.2.0.proof.json codec.wasm',
  ],
  proof: [
    'gen proof io.acme.codec --out io.acme.codec-1.2.0.proof.json',
    'gen proof io.acme.codec > proof.json',
  ],
  publishers: ['gen publishers io.acme.codec', 'gen publishers io.acme.codec --json'],
  grant: [
    'gen grant io.acme.codec --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    'gen grant io.acme.codec --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --until 2027-03-01',
  ],
  revoke: [
    'gen revoke io.acme.codec --publisher did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --reason "Left us."',
  ],
  'hand-over': [
    'gen hand-over io.acme.codec --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --reason "New maintainer."',
    'gen hand-over io.acme.codec --cancel',
  ],
  'take-over': ['gen take-over io.acme.codec'],
  'trust-owner': ['gen trust-owner io.acme.codec', 'gen trust-owner io.acme.codec --undo'],
  rotate: ['gen identity rotate', 'gen identity rotate --forget-former'],
  settle: [
    'gen settle io.acme.codec@1.2.0 --keep eo763YasDFab9ZB9-KwI26W4l4ucfTBXMyYh4ZXbhtQ --reason "The other was built from a fork."',
  ],
  report: [
    'gen report io.acme.codec@1.2.0 --reason malware --text "Sends what it decodes to a server."',
    'gen report io.acme.codec --review-of did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --reason abuse',
    'gen report io.acme.codec --withdraw',
  ],
  resolve: [
    'gen resolve --catalogue opam.jsonl.gz lwt@^5.0.0 dune',
    'gen resolve --catalogue opam.jsonl.gz --cycles allow --json mirage',
    'gen resolve --cases cases.json',
  ],
  reports: ['gen reports', 'gen reports io.acme.codec --json'],
  hide: [
    'gen hide io.acme.codec --reason "Sends what it decodes to a server."',
    'gen hide io.acme.codec --review-of did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --as-admin --reason "Insults."',
  ],
  unhide: ['gen unhide io.acme.codec'],
  vouch: [
    'gen vouch did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --reason "Reviews codecs for a living."',
    'gen vouch did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --withdraw',
  ],
  vouches: ['gen vouches', 'gen vouches --json'],
  moderators: [
    'gen moderators',
    'gen moderators follow did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    'gen moderators unfollow admins',
  ],
  accept: ['gen accept "http://localhost:4321/identity#permission=ggJY…"'],
  permissions: ['gen permissions', 'gen permissions --json'],
  token: [
    'gen token io.acme.codec --until 2027-03-01 --out token.json',
    'GEN_TOKEN_FILE=token.json gen publish codec.wasm --id io.acme.codec --version-number 1.3.0',
  ],
  import: [
    'gen import opam.jsonl.gz --namespace-key data/root.key',
    'gen import opam.jsonl.gz --limit 100 --releases 1 --dry-run',
  ],
  sync: ['gen sync'],
  status: ['gen status', 'gen status --json'],
  whoami: ['gen whoami'],
  identity: ['gen identity show', 'gen identity backup key.json --passphrase-file secret.txt'],
  show: ['gen identity show --json'],
  backup: ['gen identity backup key.json', 'gen identity backup key.json --passphrase-file - < secret.txt'],
  restore: ['gen identity restore key.json --passphrase-file secret.txt --yes'],
  device: ['gen device', 'gen device list --json'],
  'device list': ['gen device list', 'gen device list --json'],
  'device offer': [
    'gen device offer --name Laptop --wait',
    'gen device offer --name "Build machine"   # then, once the link is answered: gen device join',
  ],
  'device join': ['gen device join', 'gen device join "http://localhost:4321/identity#paired=pGF2…"'],
  'device add': ['gen device add "http://localhost:4321/identity#pair=pGF2…"'],
  'device name': ['gen device name did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK "Old laptop"'],
  'device cut-off': [
    'gen device cut-off did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --reason "Left on a train."',
  ],
  relay: ['gen relay', 'gen relay --port 8080 --host 0.0.0.0 --data /srv/gen-registry --no-samples'],
  invite: [
    'gen relay invite io.acme --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --until 2027-03-01',
  ],
  reader: [
    'gen relay reader --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    'gen relay reader --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --names io.acme --until 2027-03-01',
  ],
  admin: [
    'gen relay admin --to did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --root-key /media/stick/root-key.json',
  ],
  keys: ['gen relay keys --data ./data', 'gen relay keys --root-key /media/stick/root-key.json --json'],
  'relay revoke': [
    'gen relay revoke CqyL5FoCIWtZxvn2AwWC7raOstAWcYCR0m6-VnKzzF0 --reason "The key was stolen."',
    'gen relay revoke did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --all --dry-run',
    'gen relay revoke "http://localhost:4321/identity#permission=ggJY…" --root-key /media/stick/root-key.json',
  ],
  compare: ['gen relay compare https://relay.example https://mirror.example'],
  'delegate-heads': ['gen relay delegate-heads /media/stick/root-key.json --data ./data'],
  'encrypt-root-key': ['gen relay encrypt-root-key /media/stick/root-key.json --data ./data'],
};

export const GLOBAL_HELP = `
Exit codes:
  0    done, or queued on this device (--json says which: "state")
  1    failure
  2    usage: a command, flag or value that does not fit
  3    verification: a binary, hash or signature that is not sound
  4    network: the relay is needed and cannot be reached
  5    permission, also a yes to an install or update that nobody could give
  6    no solution: versions that do not fit together
  130  stopped by Ctrl-C; what was queued stays queued

Environment (a flag goes first):
  GEN_REGISTRY_RELAY  address of the relay
  GEN_REGISTRY_HOME   folder of this device's data
  GEN_TOKEN           content of a file that "gen token" made; "gen publish" signs by it
  GEN_TOKEN_FILE      or where that file is
  NO_COLOR            no colours

Data goes to stdout, messages go to stderr. With --json there is one document for each command (for verify one line for
each file, for search --queries one for each query, for resolve --cases one for each case, for device offer --wait one more when it joined), and a failure is {"error": {code, reason, data, message}} on stderr.

Examples:
  $ gen search codec
  $ gen publish codec.wasm --id io.acme.codec --version-number 1.0.0 --license MIT
  $ gen install io.acme.codec --out vendor`;

export const RESOLVE_EXIT_CODES = `
Exit codes of this command: 0 found, 3 nothing fits, 4 modules need each other and --cycles refuse.`;

/** @param above the command that it stands below: one name may mean two things. */
export function examplesFor(command: string, above: string): string {
  const lines = EXAMPLES[`${above} ${command}`] ?? EXAMPLES[command] ?? [];
  return lines.length === 0 ? '' : `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
