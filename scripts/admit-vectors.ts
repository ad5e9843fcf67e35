/**
 * Writes `admit-vectors.json`: run by hand, once. `admit/1` is frozen, so its vectors are too; a case may be
 * added, none may change.
 */
import { writeFile } from 'node:fs/promises';
import { encodeCapability } from '../src/core/access/capability-encoding.ts';
import { pairedCommunalNamespace } from '../src/core/access/delegation.ts';
import { fromBase64Url, toHex } from '../src/core/bytes.ts';
import { parseMicros, parseModuleId } from '../src/core/ids.ts';
import { modulePath } from '../src/core/record/document.ts';
import { encodeCanonical } from '../src/core/record/canonical-cbor.ts';
import { writeBody, writeMetadata } from '../src/core/record/kinds.ts';
import type { Member } from '../src/core/record/member.ts';
import { signRecord, type GenRecord, type UnsignedRecord } from '../src/core/record/record.ts';
import { Publisher, rates, signerNamed, START, testNamespace } from '../tests/support/namespace.ts';

interface Vector {
  readonly name: string;
  readonly document: string;
  readonly past: readonly string[];
  readonly member: string;
  /** Absent: admitted. */
  readonly refused?: string;
}

const codec = parseModuleId('io.example.codec');
const other = parseModuleId('io.example.other');
const world = await testNamespace();
const [alice, mallory] = [await signerNamed('alice'), await signerNamed('mallory')];
const grant = await world.grants(alice, codec);
const chains = grant.members.filter(({ member }) => member === 'capability').map(({ bytes }) => toHex(bytes));
const publisher = new Publisher(world.namespace, codec, alice, grant.capability);
const communal = pairedCommunalNamespace(world.namespace);
const MODULE = 'module/io.example.codec';
const vectors: Vector[] = [];

function add(
  name: string,
  document: string,
  bytes: Uint8Array,
  refused?: string,
  past: readonly string[] = chains,
): void {
  vectors.push({ name, document, past, member: toHex(bytes), ...(refused === undefined ? {} : { refused }) });
}

async function signed(change: Partial<UnsignedRecord>, signer = alice): Promise<GenRecord> {
  const unsigned: UnsignedRecord = {
    namespace: world.namespace,
    subspace: alice.publicKey,
    path: ['modules', ...modulePath(codec), 'metadata', 'name'],
    timestamp: parseMicros(START),
    credential: fromBase64Url(grant.capability.id),
    payload: writeMetadata('name', 'Codec'),
    ...change,
  };
  return signRecord(unsigned, signer.sign);
}

function bent(bytes: Uint8Array, index: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

const name = await publisher.sets('name', 'Codec');
const card = await publisher.cards('1.0.0');
const rating = await rates(world.namespace, mallory, codec, 5);
const [receiptChain, receipt] = (await world.receipts(MODULE, 0, [name])) as [Member, Member];

for (const member of grant.members) add(`a ${member.member} of the grant`, MODULE, member.bytes);
add('metadata through the granted chain', MODULE, name.bytes);
add('a release', MODULE, (await publisher.releases('1.0.0')).bytes);
add(
  'a kind that nobody knows yet',
  MODULE,
  (await publisher.writes(['later', 'kind'], encodeCanonical({}))).bytes,
);
add('a card on its own signature', 'catalog/21', card.bytes, undefined, []);
add('a rating without a credential', 'ratings/io.example.codec', rating.bytes, undefined, []);
add('a receipt beside what it names', MODULE, receipt.bytes, undefined, [toHex(receiptChain.bytes)]);
add(
  'a claim',
  MODULE,
  (
    await signed({
      namespace: communal,
      path: ['claims', ...modulePath(codec)],
      credential: new Uint8Array(),
      payload: writeBody('claim', {}),
    })
  ).bytes,
);

add('without its chain in the past', MODULE, name.bytes, 'credential-unknown', []);
add(
  'without any credential',
  MODULE,
  (await signed({ credential: new Uint8Array() })).bytes,
  'credential-missing',
);
add(
  'another module below the same chain',
  'module/io.example.other',
  (await signed({ path: ['modules', ...modulePath(other), 'metadata', 'name'] })).bytes,
  'outside-area',
);
add("in another module's document", 'module/io.example.other', name.bytes, 'document');
add('a module record in the ratings', 'ratings/io.example.codec', name.bytes, 'document');
add('a card in another shard', 'catalog/1', card.bytes, 'document');
add(
  'a card with a credential',
  'catalog/21',
  (await signed({ path: ['modules', ...modulePath(codec), 'card'] })).bytes,
  'card-credential',
);
add(
  'a card below a second @ of another module',
  'catalog/21',
  (
    await signed({
      path: ['modules', ...modulePath(codec), 'x', '@', 'card'],
      credential: new Uint8Array(),
    })
  ).bytes,
  'document',
);
add(
  'what looks like a card below a second @, in the module itself',
  MODULE,
  (
    await signed({
      path: ['modules', ...modulePath(codec), 'x', '@', 'card'],
      credential: new Uint8Array(),
    })
  ).bytes,
  'credential-missing',
);
add('signed by somebody else', MODULE, (await signed({}, mallory)).bytes, 'record-signature');
add(
  "in somebody else's subspace",
  MODULE,
  (await signed({ subspace: mallory.publicKey })).bytes,
  'outside-area',
);
add(
  "a rating in somebody else's subspace",
  'ratings/io.example.codec',
  (
    await signed(
      {
        namespace: communal,
        path: ['ratings', ...modulePath(codec)],
        credential: new Uint8Array(),
        payload: writeBody('rating', { stars: 1 }),
      },
      mallory,
    )
  ).bytes,
  'record-signature',
);
add(
  'a rating in the owned namespace',
  'ratings/io.example.codec',
  (await signed({ path: ['ratings', ...modulePath(codec)] })).bytes,
  'namespace',
);
add(
  'metadata in the communal namespace',
  MODULE,
  (await signed({ namespace: communal, credential: new Uint8Array() })).bytes,
  'namespace',
);
add('in another namespace', MODULE, (await signed({ namespace: alice.publicKey })).bytes, 'namespace');
add('a path without a place', MODULE, (await signed({ path: ['elsewhere', 'x'] })).bytes, 'record-path');
add(
  'a module id that is none',
  MODULE,
  (await signed({ path: ['modules', 'Io', 'x', '@', 'metadata', 'name'] })).bytes,
  'module-id',
);
add('a flipped bit of the payload', MODULE, bent(name.bytes, name.bytes.length - 70), 'record-signature');
add('a flipped bit of the signature', MODULE, bent(name.bytes, name.bytes.length - 40), 'record-signature');
add('a byte behind the end', MODULE, Uint8Array.of(...name.bytes, 0), 'cbor');
add('a byte less', MODULE, name.bytes.slice(0, -1), 'cbor');
add('an array of indefinite length', MODULE, Uint8Array.of(0x9f, ...name.bytes.slice(1), 0xff), 'cbor');
add('another tag', MODULE, encodeCanonical([3, new Uint8Array(1)]), 'capability-shape');
add(
  'a capability with a byte more',
  MODULE,
  encodeCanonical([2, Uint8Array.of(...encodeCapability(grant.capability.capability), 0)]),
  'trailing-bytes',
);
add('nothing', MODULE, new Uint8Array(), 'cbor');
add('a payload of 16 KiB and one byte', MODULE, Uint8Array.of(0x98, 8, 1), 'cbor');

await writeFile(
  new URL('../tests/record/admit-vectors.json', import.meta.url),
  `${JSON.stringify({ namespace: toHex(world.namespace), vectors }, null, 1)}\n`,
);
