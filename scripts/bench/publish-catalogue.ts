import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { wallClock } from '../../src/app/device.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId, sha256Bytes, sha256Of, type ModuleId } from '../../src/core/ids.ts';
import { modulePath, splitModulePath } from '../../src/core/record/document.ts';
import { readBody, writeBody } from '../../src/core/record/kinds.ts';
import { decodeMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import type { PostAnswer, RelayClient } from '../../src/ports/relay-client.ts';
import { person, tinyWasm, type Person } from '../../tests/support/person.ts';
import { digest } from './mark.ts';

const PUBLISHERS = 8;
/** What a relay takes in one POST. */
const MEMBERS = 500;
const TOPICS = ['image', 'audio', 'codec', 'parser', 'crypto', 'layout', 'search', 'physics', 'font', 'math'];
const VERBS = ['Reads', 'Writes', 'Compresses', 'Renders', 'Checks', 'Measures', 'Compares', 'Converts'];

type Bytes = Uint8Array<ArrayBuffer>;

interface Publisher extends Pick<Person, 'signer'> {
  readonly namespace: Person['device']['namespace'];
  readonly relay: RelayClient;
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, n) =>
    values.slice(n * size, (n + 1) * size),
  );
}

function word(list: readonly string[], place: number): string {
  return list[place % list.length] ?? '';
}

function cardOf(place: number) {
  const topic = word(TOPICS, place);
  const verb = word(VERBS, Math.floor(place / TOPICS.length));
  return {
    n: `${topic} ${verb.toLowerCase()} ${place}`,
    d: `${verb} ${topic} data in the browser and on a server, without copying it more often than it has to.`,
    v: '1.0.0',
    t: [topic, verb.toLowerCase()],
    l: 'MIT',
    k: 'library' as const,
    i: ['nothing'],
    s: 8,
  };
}

async function post({ relay }: Publisher, members: readonly Bytes[]): Promise<PostAnswer> {
  const answer = await relay.post(members);
  const refused = answer.results.find(({ state }) => state === 'refused');
  if (refused !== undefined) throw new Error(`the relay refused: ${JSON.stringify(refused.error)}`);
  return answer;
}

function record(
  { namespace, signer }: Publisher,
  change: Pick<GenRecord, 'path' | 'payload'> & { credential?: Uint8Array; communal?: boolean },
): Promise<GenRecord> {
  const { path, payload, credential = new Uint8Array(), communal = false } = change;
  return signRecord(
    {
      namespace: communal ? pairedCommunalNamespace(namespace) : namespace,
      subspace: signer.publicKey,
      path,
      timestamp: parseMicros(wallClock()),
      credential,
      payload,
    },
    (message) => signer.sign(message),
  );
}

/** The capability that the relay granted for each name. */
async function claim(
  publisher: Publisher,
  ids: readonly ModuleId[],
): Promise<Map<ModuleId, CapabilityMember>> {
  const payload = writeBody('claim', {});
  const claims = await Promise.all(
    ids.map((id) => record(publisher, { path: ['claims', ...modulePath(id)], payload, communal: true })),
  );
  const answer = await post(
    publisher,
    claims.map(({ bytes }) => bytes),
  );
  const members = answer.members.map(decodeMember);
  const capabilities = new Map(
    members.flatMap((member) => (member.member === 'capability' ? [[member.id, member] as const] : [])),
  );
  const granted = new Map<ModuleId, CapabilityMember>();
  for (const member of members) {
    if (member.member !== 'record' || member.path.at(-1) !== 'grant') continue;
    const body = readBody('grant', member.payload);
    const capability = body === undefined ? undefined : capabilities.get(body.capability);
    if (capability !== undefined) granted.set(splitModulePath(member.path).id, capability);
  }
  return granted;
}

async function releaseAndCard(
  publisher: Publisher,
  capability: CapabilityMember,
  { id, place, wasm }: { id: ModuleId; place: number; wasm: Bytes },
): Promise<Bytes[]> {
  const path = ['modules', ...modulePath(id)];
  const body = {
    sha256: sha256Bytes(sha256Of(await digest(wasm))),
    size: wasm.length,
    dependencies: [],
    conflicts: [],
    imports: [],
    exports: [],
    exportCount: 0,
  };
  const release = await record(publisher, {
    path: [...path, 'versions', '1.0.0'],
    payload: writeBody('release', body),
    credential: fromBase64Url(capability.id),
  });
  const card = await record(publisher, {
    path: [...path, 'card'],
    payload: writeBody('card', cardOf(place)),
  });
  return [capability.bytes, release.bytes, card.bytes];
}

async function publisherAt(address: string, wasm: Bytes): Promise<Publisher> {
  const { device, signer } = await person(address);
  const timeouts = { post: 600_000 };
  const relay = httpRelay({ base: address, signer: async () => signer, clock: wallClock, timeouts });
  await relay.putBlob(sha256Of(await digest(wasm)), wasm);
  return { signer, namespace: device.namespace, relay };
}

/** `count` modules of several publishers, each with a name, a release and a card, by the way that everybody's take. */
export async function publishCatalogue(address: string, count: number): Promise<void> {
  const wasm = tinyWasm('bench');
  const places = Array.from({ length: count }, (_, place) => place);
  for (const own of chunks(places, Math.ceil(count / PUBLISHERS))) {
    const publisher = await publisherAt(address, wasm);
    const modules = own.map((place) => ({
      id: parseModuleId(`io.bench.${word(TOPICS, place)}.module-${place}`),
      place,
      wasm,
    }));
    for (const batch of chunks(modules, MEMBERS)) {
      const granted = await claim(
        publisher,
        batch.map(({ id }) => id),
      );
      const signed = await Promise.all(
        batch.map((module) => {
          const capability = granted.get(module.id);
          if (capability === undefined) throw new Error(`no grant for ${module.id}`);
          return releaseAndCard(publisher, capability, module);
        }),
      );
      for (const part of chunks(signed, Math.floor(MEMBERS / 3))) await post(publisher, part.flat());
    }
  }
}
