import { pairedCommunalNamespace } from '../../core/access/delegation.ts';
import { areaOf } from '../../core/access/capability.ts';
import { fromBase64Url } from '../../core/bytes.ts';
import { fromPlainError, GenError, toGenError } from '../../core/errors.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';
import { modulePath, splitModulePath } from '../../core/record/document.ts';
import { readBody, writeBody } from '../../core/record/kinds.ts';
import { capabilityMember, decodeMember, type CapabilityMember } from '../../core/record/member.ts';
import { signRecord, type GenRecord } from '../../core/record/record.ts';
import { mayPass } from '../../app/jobs.ts';
import type { Permission } from '../../app/permission.ts';
import { postParts } from '../../app/post-parts.ts';
import { atOnce } from './at-once.ts';
import { publisherOf, type ImportPlace } from './import-publisher.ts';
import { ownName } from './own-name.ts';
import { patiently, type Patience } from './patiently.ts';
import { untilAnswered } from './until-answered.ts';

/** A name that is an import's own. */
export interface ClaimedName extends Permission {
  /** The permission as it travels. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** It was granted before it was claimed now: what stands below it is to be looked at. */
  readonly wasOurs: boolean;
}

export interface ClaimedNames {
  /**
   * Claims what was not claimed yet; what others are claiming is waited for.
   *
   * @returns by id, the name or why the relay refuses it.
   * @throws GenError Network … when the relay gives no answer.
   */
  claim(names: ReadonlyMap<ModuleId, Micros>): Promise<ReadonlyMap<ModuleId, ClaimedName | GenError>>;
  /** What is published needs no more than that the name is there. */
  forget(id: ModuleId): void;
}

type Claimed = ClaimedName | GenError;

/** Documents that are asked for to see whose a name is. */
const LOOKS_AT_ONCE = 8;

function grantedBy(
  members: readonly Uint8Array<ArrayBuffer>[],
  claims: ReadonlyMap<ModuleId, GenRecord>,
  claimerOf: (id: ModuleId) => string,
): Map<ModuleId, ClaimedName> {
  const read = members.map(decodeMember);
  const capabilities = new Map<string, CapabilityMember>();
  for (const member of read) if (member.member === 'capability') capabilities.set(member.id, member);
  const granted = new Map<ModuleId, ClaimedName>();
  for (const member of read) {
    if (member.member !== 'record' || member.path.at(-1) !== 'grant') continue;
    const { id } = splitModulePath(member.path);
    const claim = claims.get(id);
    const body = readBody('grant', member.payload);
    const capability = body === undefined ? undefined : capabilities.get(body.capability);
    const subspace = capability === undefined ? undefined : areaOf(capability.capability).subspace;
    if (claim === undefined || capability === undefined || subspace === undefined) continue;
    if (body?.to !== claimerOf(id)) continue;
    const wasOurs = member.timestamp <= claim.timestamp;
    granted.set(id, {
      id: capability.id,
      capability: capability.capability,
      bytes: capability.bytes,
      subspace,
      wasOurs,
    });
  }
  return granted;
}

export function claimedNames(place: ImportPlace, patience: Patience, clock: () => Micros): ClaimedNames {
  const known = new Map<ModuleId, Promise<Claimed> | 'published'>();
  const looked = atOnce(LOOKS_AT_ONCE);

  async function claimOf(id: ModuleId, timestamp: Micros): Promise<GenRecord> {
    const { signer, invitation } = publisherOf(place, id);
    const body = invitation === undefined ? {} : { capability: fromBase64Url(invitation.id) };
    return signRecord(
      {
        namespace: pairedCommunalNamespace(place.namespace),
        subspace: signer.publicKey,
        path: ['claims', ...modulePath(id)],
        timestamp,
        credential: new Uint8Array(),
        payload: writeBody('claim', body),
      },
      (message) => signer.sign(message),
    );
  }

  async function post(claims: ReadonlyMap<ModuleId, GenRecord>): Promise<Map<ModuleId, Claimed>> {
    const [{ relay }] = place.publishers as [ImportPlace['publishers'][number]];
    const units = [...claims].map(([id, { bytes }]) => {
      const { invitation } = publisherOf(place, id);
      return invitation === undefined ? [bytes] : [invitation.bytes, bytes];
    });
    const answers = await Promise.all(
      postParts(units).map((part) => patiently(() => relay.post(part, patience.signal), patience)),
    );
    const granted = grantedBy(
      answers.flatMap(({ members }) => members),
      claims,
      (id) => publisherOf(place, id).signer.did,
    );
    const results = new Map(answers.flatMap((one) => one.results).map((result) => [result.id, result]));
    return new Map(
      [...claims].map(([id, { id: record }]) => {
        const error = results.get(record)?.error;
        if (error !== undefined) return [id, fromPlainError(error)];
        return [id, granted.get(id) ?? new GenError('Network', 'nonsense', { where: 'grant', id })];
      }),
    );
  }

  /** Another of our keys may have it: one that was claimed when there were fewer of them. */
  async function ownOr(refusal: GenError, id: ModuleId): Promise<Claimed> {
    try {
      const own = await looked(() => patiently(() => ownName(place, id, clock(), patience.signal), patience));
      if (own === undefined) return refusal;
      const { permission } = own;
      return { ...permission, bytes: capabilityMember(permission.capability).bytes, wasOurs: true };
    } catch (thrown) {
      const error = toGenError(thrown);
      if (error.code === 'Cancelled' || mayPass(error)) throw error;
      return error;
    }
  }

  async function claimAll(names: ReadonlyMap<ModuleId, Micros>): Promise<Map<ModuleId, Claimed>> {
    const claims = new Map(
      await Promise.all([...names].map(async ([id, at]) => [id, await claimOf(id, at)] as const)),
    );
    const ask = (open: readonly ModuleId[]): Promise<Map<ModuleId, Claimed>> =>
      post(new Map(open.map((id) => [id, claims.get(id) as GenRecord])));
    const answered = await untilAnswered<ModuleId, ClaimedName>(names.keys(), ask, patience);
    const settled = [...answered].map(async ([id, claimed]) => {
      const isTaken = claimed instanceof GenError && claimed.reason === 'name-taken';
      return [id, isTaken ? await ownOr(claimed, id) : claimed] as const;
    });
    return new Map(await Promise.all(settled));
  }

  return {
    async claim(names) {
      const fresh = new Map([...names].filter(([id]) => !known.has(id)));
      if (fresh.size > 0) {
        const claiming = claimAll(fresh);
        for (const id of fresh.keys()) {
          const one = claiming.then((all) => all.get(id) as Claimed);
          // Whoever waits for it hears.
          one.catch(() => undefined);
          known.set(id, one);
        }
      }
      const answers = await Promise.all(
        [...names.keys()].map(async (id) => [id, await known.get(id)] as const),
      );
      return new Map(answers.filter((one): one is [ModuleId, Claimed] => typeof one[1] === 'object'));
    },
    forget(id) {
      known.set(id, 'published');
    },
  };
}
