import { AUTHORITY, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import type { Member } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { recordSet, type RecordSet } from '../../src/core/view/record-set.ts';
import type { World } from '../../src/relay/world.ts';
import type { Holder } from '../support/holder.ts';
import { codec, codecDocument, now, type StandingWorld } from '../support/standing-world.ts';

/** The relay's view of a registry: what its module's document and the authority's hold. */
export interface Held {
  readonly module: RecordSet;
  readonly authority: RecordSet;
}

/** Everybody's capability and Alice's grant are there already. */
export function held(
  { rootHolder, naming, admin, alice, bob, grant }: StandingWorld,
  more: { readonly module?: readonly Member[]; readonly authority?: readonly Member[] } = {},
): Held {
  const [root, people] = [
    [rootHolder, naming, admin].map(({ capability }) => capability),
    [alice, bob].map(({ capability }) => capability),
  ];
  return {
    module: recordSet([...root, ...people, grant, ...(more.module ?? [])]),
    authority: recordSet([...root, ...(more.authority ?? [])]),
  };
}

/** What policy asks of a relay; no blob is missing, and each is what its release says. */
export function policyWorld(
  { namespace, naming }: StandingWorld,
  { module, authority }: Held,
  change: Partial<World> = {},
): World {
  const empty = recordSet([]);
  return {
    namespace,
    naming,
    now,
    claims: 'open',
    maxReview: 0,
    names: { granted: 0, limit: 1 },
    posted: () => undefined,
    blobSize: () => 8,
    requireExamined: () => undefined,
    cutOff: () => undefined,
    set: (path) => (path === codecDocument ? module : path === AUTHORITY ? authority : empty),
    ...change,
  };
}

/** By nothing but the author's key, as cards are. */
export function cardBy(
  { signer, capability }: Holder,
  version: string,
  path: readonly string[] = ['modules', ...modulePath(codec), 'card'],
  owner?: Holder,
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: capability.capability.namespace,
      subspace: signer.publicKey,
      path,
      timestamp: parseMicros(now),
      credential: new Uint8Array(),
      payload: writeBody('card', {
        n: 'Codec',
        d: '',
        v: version,
        t: [],
        l: 'MIT',
        k: 'library',
        i: [],
        s: 8,
        ...(owner === undefined || owner.signer.did === signer.did ? {} : { o: owner.signer.publicKey }),
      }),
    },
    signer.sign,
  );
}
