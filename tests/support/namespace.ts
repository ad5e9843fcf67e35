import { FULL_AREA } from '../../src/core/access/area.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { delegate, ownedCapability, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseMicros, type ModuleId, type NamespaceId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody, writeMetadata, type MetadataField, type RawBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember, type Member } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord, type MemberId } from '../../src/core/record/record.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { keyOfSeed, signWith } from '../../src/keys/seed-key.ts';

/** Keys are drawn from names, so that a test's records are the same in every run. */
export async function signerNamed(
  name: string,
  fits: (key: Uint8Array) => boolean = () => true,
): Promise<Signer> {
  for (let attempt = 0; ; attempt += 1) {
    const key = await keyOfSeed(sha256(new TextEncoder().encode(`${name}/${attempt}`)));
    if (!fits(key.publicKey)) continue;
    return { did: key.did, publicKey: key.publicKey, sign: (message) => signWith(key.signing, message) };
  }
}

export const START = 1_700_000_000_000_000;

export interface TestNamespace {
  readonly namespace: NamespaceId;
  readonly root: Signer;
  /** The root's own capability, for everything. */
  readonly whole: CapabilityMember;
  /** The name's capability, and the members that grant it. */
  grants(to: Signer, id: ModuleId, at?: number): Promise<{ capability: CapabilityMember; members: Member[] }>;
  /** A receipt of the namespace's notary. */
  receipts(document: string, number: number, records: readonly GenRecord[], at?: number): Promise<Member[]>;
}

const whole = { ...FULL_AREA };
const signing = (signer: Signer) => (message: Uint8Array) => signer.sign(Uint8Array.from(message));

export async function testNamespace(name = 'root'): Promise<TestNamespace> {
  const root = await signerNamed(name, (key) => ((key[31] ?? 0) & 1) === 1);
  const naming = await signerNamed(`${name}/naming`);
  const notary = await signerNamed(`${name}/notary`);
  const namespace: NamespaceId = root.publicKey;
  const rootCapability = await ownedCapability({
    namespace,
    user: namespace,
    mode: 'write',
    sign: signing(root),
  });

  async function keyCapability(receiver: Signer, path: string): Promise<CapabilityMember> {
    const area = { ...whole, path: [path] };
    return capabilityMember(
      await delegate(rootCapability, { area, receiver: receiver.publicKey, sign: signing(root) }),
    );
  }
  const namingCapability = await keyCapability(naming, 'modules');
  const notaryCapability = await keyCapability(notary, 'receipts');

  return {
    namespace,
    root,
    whole: capabilityMember(rootCapability),
    async grants(to, id, at = START) {
      const place = ['modules', ...modulePath(id)];
      const area = { ...whole, subspace: to.publicKey, path: place };
      const handover = { area, receiver: to.publicKey, sign: signing(naming) };
      const capability = capabilityMember(await delegate(namingCapability.capability, handover));
      const record = await signRecord(
        {
          namespace,
          subspace: naming.publicKey,
          path: [...place, 'grant'],
          timestamp: parseMicros(at),
          credential: fromBase64Url(namingCapability.id),
          payload: writeBody('grant', { capability: fromBase64Url(capability.id), to: to.did }),
        },
        naming.sign,
      );
      return { capability, members: [namingCapability, capability, record] };
    },
    async receipts(document, number, records, at = START + 1000) {
      const record = await signRecord(
        {
          namespace,
          subspace: notary.publicKey,
          path: ['receipts', ...document.split('/'), String(number)],
          timestamp: parseMicros(at),
          credential: fromBase64Url(notaryCapability.id),
          payload: writeBody('receipt', {
            number,
            previous: null,
            records: records.map(({ digest }) => Uint8Array.from(digest)),
          }),
        },
        notary.sign,
      );
      return [notaryCapability, record];
    },
  };
}

/** A publisher who writes below one module through a capability. */
export class Publisher {
  readonly signer: Signer;
  readonly #namespace: NamespaceId;
  readonly #id: ModuleId;
  readonly #capability: { readonly id: MemberId; readonly capability: Capability };
  #time: number;

  constructor(
    namespace: NamespaceId,
    id: ModuleId,
    signer: Signer,
    capability: { readonly id: MemberId; readonly capability: Capability },
    time: number = START + 1,
  ) {
    this.signer = signer;
    this.#namespace = namespace;
    this.#id = id;
    this.#capability = capability;
    this.#time = time;
  }

  async writes(below: readonly string[], payload: Uint8Array<ArrayBuffer>, at?: number): Promise<GenRecord> {
    const isCard = below[0] === 'card';
    this.#time = at ?? this.#time + 1;
    return signRecord(
      {
        namespace: this.#namespace,
        subspace: this.signer.publicKey,
        path: ['modules', ...modulePath(this.#id), ...below],
        timestamp: parseMicros(this.#time),
        credential: isCard ? new Uint8Array() : fromBase64Url(this.#capability.id),
        payload,
      },
      this.signer.sign,
    );
  }

  sets(field: MetadataField, value: string | null, at?: number): Promise<GenRecord> {
    return this.writes(['metadata', field], writeMetadata(field, value), at);
  }

  tags(tag: string): Promise<GenRecord> {
    return this.writes(['tags', tag], writeBody('tag', { add: true }));
  }

  untags(tag: string, adds: readonly GenRecord[]): Promise<GenRecord> {
    const remove = adds.map(({ digest }) => Uint8Array.from(digest));
    return this.writes(['tags', tag], writeBody('tag', { remove }));
  }

  releases(version: string, content = version, change: Partial<RawBody<'release'>> = {}): Promise<GenRecord> {
    const body = {
      sha256: sha256(new TextEncoder().encode(content)),
      size: 8,
      dependencies: [],
      conflicts: [],
      imports: [],
      exports: [],
      exportCount: 0,
      ...change,
    };
    return this.writes(['versions', version], writeBody('release', body));
  }

  cards(version: string, name = 'Codec'): Promise<GenRecord> {
    const body = { n: name, d: '', v: version, t: [], l: 'MIT', k: 'library' as const, i: ['nothing'], s: 8 };
    return this.writes(['card'], writeBody('card', body));
  }
}

export async function rates(
  namespace: NamespaceId,
  rater: Signer,
  id: ModuleId,
  stars: 1 | 2 | 3 | 4 | 5,
  at: number = START,
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: pairedCommunalNamespace(namespace),
      subspace: rater.publicKey,
      path: ['ratings', ...modulePath(id)],
      timestamp: parseMicros(at),
      credential: new Uint8Array(),
      payload: writeBody('rating', { stars }),
    },
    rater.sign,
  );
}
