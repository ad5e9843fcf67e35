import { FULL_AREA } from '../../src/core/access/area.ts';
import { delegate, ownedCapability } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseMicros } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord, type MemberId } from '../../src/core/record/record.ts';
import { comparePlaces, leafOf, rootOf, type Place } from '../../src/core/view/chain-tree.ts';
import type { ServedHead } from '../../src/core/view/signed-head.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from './namespace.ts';

const HOUR = 3_600_000_000;

/** A notary that signs whatever a test wants: more stories than one, too. */
export interface Storyteller {
  readonly world: TestNamespace;
  readonly notary: Signer;
  /** Receipts 0, 1, … of a document, one a second; each `content` makes another one. */
  chain(document: string, contents: readonly string[], before?: readonly GenRecord[]): Promise<GenRecord[]>;
  /** A head over the ends of chains, an hour after the one before it. */
  head(number: number, chains: readonly (readonly GenRecord[])[], options?: HeadOptions): Promise<ServedHead>;
  /** What the receipts' credential names. */
  readonly receiptsCapability: CapabilityMember;
}

interface HeadOptions {
  readonly previous?: MemberId;
  readonly time?: number;
  /** Another list than the one that is signed. */
  readonly listed?: readonly (readonly GenRecord[])[];
  /** Signed and listed as it is, in this order. */
  readonly asIs?: readonly Place[];
  /** Says another count than it lists. */
  readonly count?: number;
  /** Stands at another number than it says. */
  readonly at?: number;
  /** Signs in the place of the notary. */
  readonly signer?: Signer;
  readonly area?: readonly string[];
}

export function endOf(chain: readonly GenRecord[]): Place {
  const last = chain.at(-1);
  if (last === undefined) throw new Error('an empty chain has no end');
  const document = last.path.slice(1, -1).join('/') as DocumentPath;
  return { document, notary: last.subspace, number: Number(last.path.at(-1)), receipt: last.id };
}

export async function storyteller(name = 'root'): Promise<Storyteller> {
  const world = await testNamespace(name);
  const notary = await signerNamed(`${name}/notary`);
  const { namespace, root } = world;
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const whole = await ownedCapability({ namespace, user: namespace, mode: 'write', sign });

  async function permission(path: readonly string[], receiver: Signer): Promise<CapabilityMember> {
    const area = { ...FULL_AREA, path };
    return capabilityMember(await delegate(whole, { area, receiver: receiver.publicKey, sign }));
  }
  const receiptsCapability = await permission(['receipts'], notary);

  return {
    world,
    notary,
    receiptsCapability,
    async chain(document, contents, before = []) {
      const made = [...before];
      for (const content of contents) {
        const number = made.length;
        const previous = made.at(-1)?.id;
        const receipt = await signRecord(
          {
            namespace,
            subspace: notary.publicKey,
            path: ['receipts', ...document.split('/'), String(number)],
            timestamp: parseMicros(START + number * 1_000_000),
            credential: fromBase64Url(receiptsCapability.id),
            payload: writeBody('receipt', {
              number,
              previous: previous === undefined ? null : fromBase64Url(previous),
              records: [sha256(new TextEncoder().encode(content))],
            }),
          },
          notary.sign,
        );
        made.push(receipt);
      }
      return made;
    },
    async head(number, chains, options = {}) {
      const {
        previous,
        time,
        listed = chains,
        asIs,
        count,
        at = number,
        signer = notary,
        area = ['heads'],
      } = options;
      const ends = (of: readonly (readonly GenRecord[])[]) => asIs ?? of.map(endOf).sort(comparePlaces);
      const signed = ends(chains);
      const capability = await permission(area, signer);
      const record = await signRecord(
        {
          namespace,
          subspace: signer.publicKey,
          path: ['heads', String(at)],
          timestamp: parseMicros(time ?? START + (number + 1) * HOUR),
          credential: fromBase64Url(capability.id),
          payload: writeBody('head', {
            number,
            previous: previous === undefined ? null : fromBase64Url(previous),
            tree: rootOf(signed.map(leafOf)),
            chains: count ?? signed.length,
          }),
        },
        signer.sign,
      );
      return { head: record.bytes, capability: capability.bytes, chains: ends(listed) };
    },
  };
}
