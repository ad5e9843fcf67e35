import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import { areaOf } from '../../src/core/access/capability.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { delegate } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseMicros, parseVersion, type ModuleId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import { settlementPath } from '../../src/core/view/settlements.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { signerNamed, START, type TestNamespace } from './namespace.ts';

/** Somebody with a permission. Makes records without asking whether they will stand. */
export interface Holder {
  readonly signer: Signer;
  readonly capability: CapabilityMember;
}

export type Place = Partial<Omit<Area, 'times'>> & {
  readonly times?: { readonly start?: number; readonly end?: number };
};

export function bytesOf(record: Pick<GenRecord, 'digest'>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(record.digest);
}

export function rootOf({ root, whole }: TestNamespace): Holder {
  return { signer: root, capability: whole };
}

/** What is left out stays as the giver has it. */
export async function handsOn(giver: Holder, name: string, place: Place = {}): Promise<Holder> {
  const signer = await signerNamed(name);
  const outer = areaOf(giver.capability.capability);
  const start = place.times?.start === undefined ? outer.times.start : parseMicros(place.times.start);
  const end = place.times?.end === undefined ? outer.times.end : parseMicros(place.times.end);
  const area = { ...FULL_AREA, ...outer, ...place, times: { start, end } };
  const handed = await delegate(giver.capability.capability, {
    area,
    receiver: signer.publicKey,
    sign: (message) => giver.signer.sign(Uint8Array.from(message)),
  });
  return { signer, capability: capabilityMember(handed) };
}

/** A module's owner, by the naming key's capability. */
export async function ownerOf(
  naming: Holder,
  name: string,
  id: ModuleId,
  place: Place = {},
): Promise<Holder> {
  const { publicKey } = await signerNamed(name);
  return handsOn(naming, name, { subspace: publicKey, path: ['modules', ...modulePath(id)], ...place });
}

let clock = START;

/** Records follow each other unless a test says when. */
export async function says(
  by: Holder,
  path: readonly string[],
  payload: Uint8Array<ArrayBuffer>,
  at?: number,
): Promise<GenRecord> {
  clock += 1;
  const { namespace } = by.capability.capability;
  const subspace = areaOf(by.capability.capability).subspace ?? by.signer.publicKey;
  const credential = fromBase64Url(by.capability.id);
  const timestamp = parseMicros(at ?? clock);
  return signRecord({ namespace, subspace, path, timestamp, credential, payload }, by.signer.sign);
}

/** @param by the transfer that it carries out, of a name that was another's. */
export function grants(
  naming: Holder,
  id: ModuleId,
  owner: Holder,
  at?: number,
  by?: { readonly transfer: GenRecord; readonly heads?: readonly GenRecord[] },
): Promise<GenRecord> {
  const capability = fromBase64Url(owner.capability.id);
  const from = by && { transfer: bytesOf(by.transfer), heads: (by.heads ?? []).map(bytesOf) };
  const payload = writeBody('grant', { capability, to: owner.signer.did, ...from });
  return says(naming, ['modules', ...modulePath(id), 'grant'], payload, at);
}

export function releases(
  by: Holder,
  id: ModuleId,
  version: string,
  { at, ...change }: Partial<RawBody<'release'>> & { readonly content?: string; readonly at?: number } = {},
): Promise<GenRecord> {
  const { content = version, ...body } = change;
  const payload = writeBody('release', {
    sha256: sha256(new TextEncoder().encode(content)),
    size: 8,
    dependencies: [],
    conflicts: [],
    imports: [],
    exports: [],
    exportCount: 0,
    ...body,
  });
  return says(by, ['modules', ...modulePath(id), 'versions', version], payload, at);
}

export function receipts(
  notary: Holder,
  document: string,
  records: readonly GenRecord[],
  { previous, at }: { readonly previous?: GenRecord; readonly at?: number } = {},
): Promise<GenRecord> {
  const number = previous === undefined ? 0 : Number(previous.path.at(-1)) + 1;
  const payload = writeBody('receipt', {
    number,
    previous: previous === undefined ? null : bytesOf(previous),
    records: records.map(bytesOf),
  });
  return says(notary, ['receipts', ...document.split('/'), String(number)], payload, at);
}

interface End {
  readonly heads?: readonly GenRecord[];
  readonly reason?: string;
  readonly at?: number;
}

/** In the authority's document, as admins do. */
export function revokes(
  by: Holder,
  whom: Holder,
  { heads = [], reason = '', at }: End = {},
): Promise<GenRecord> {
  const payload = writeBody('revocation', { heads: heads.map(bytesOf), reason });
  return says(by, ['revocations', whom.capability.id], payload, at);
}

function publisherPath(id: ModuleId, whom: Holder): readonly string[] {
  return ['modules', ...modulePath(id), 'publishers', whom.signer.did];
}

/** In the module's document, as owners do. */
export function withdraws(
  by: Holder,
  id: ModuleId,
  whom: Holder,
  { heads = [], reason = '', at }: End = {},
): Promise<GenRecord> {
  const body = { withdraw: fromBase64Url(whom.capability.id), heads: heads.map(bytesOf), reason };
  return says(by, publisherPath(id, whom), writeBody('publisher', body), at);
}

function transferPath(id: ModuleId): readonly string[] {
  return ['modules', ...modulePath(id), 'transfer'];
}

export function handsOver(
  by: Holder,
  id: ModuleId,
  { signer }: Holder,
  { heads = [], reason = '', at }: End = {},
): Promise<GenRecord> {
  const body = { to: signer.did, heads: heads.map(bytesOf), reason };
  return says(by, transferPath(id), writeBody('transfer', body), at);
}

/** Takes back what it handed over. */
export function cancels(by: Holder, id: ModuleId, at?: number): Promise<GenRecord> {
  return says(by, transferPath(id), writeBody('transfer', { cancel: true }), at);
}

export function letsIn(by: Holder, id: ModuleId, whom: Holder, at?: number): Promise<GenRecord> {
  const capability = encodeCapability(whom.capability.capability);
  return says(by, publisherPath(id, whom), writeBody('publisher', { capability }), at);
}

export function settles(
  by: Holder,
  id: ModuleId,
  version: string,
  keep: GenRecord,
  at?: number,
): Promise<GenRecord> {
  const payload = writeBody('settlement', { keep: bytesOf(keep), reason: 'settled' });
  return says(by, settlementPath(id, parseVersion(version)), payload, at);
}
