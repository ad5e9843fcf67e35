import { includesEntry } from '../access/area.ts';
import { areaOf, isCommunal, receiverOf, type Capability } from '../access/capability.ts';
import { pairedCommunalNamespace } from '../access/delegation.ts';
import { checkCapability } from '../access/validity.ts';
import { mayWriteAs } from '../access/write-as.ts';
import { equalBytes, fromBase64Url } from '../bytes.ts';
import { verifyEd25519 } from '../ed25519.ts';
import { GenError } from '../errors.ts';
import type { NamespaceId, PublicKey } from '../ids.ts';
import { documentOf, isCardPath, type DocumentAddress } from './document.ts';
import { decodeMember, type CapabilityMember, type Member } from './member.ts';
import { signedMessage, type GenRecord, type MemberId } from './record.ts';

/**
 * `admit/1`: may these bytes be in this document? Frozen: a function of the document's address, the bytes and
 * the capabilities in the causal past, and of nothing else — no clock, no policy, no revocations, no order of
 * arrival. Every replica, old or new, gives the same answer for ever. Vectors: tests/record/admit-vectors.json.
 */

/** The capabilities of the change that brings the record, and of every change before it. */
export interface CausalPast {
  capability(id: MemberId): Capability | undefined;
}

function refuseNamespace(): GenError {
  return new GenError('PermissionDenied', 'namespace');
}

function belongsTo(namespace: NamespaceId, owned: NamespaceId): boolean {
  return equalBytes(namespace, owned) || equalBytes(namespace, pairedCommunalNamespace(owned));
}

/** Whose signature the record must carry. @throws GenError PermissionDenied */
function signerOf(record: GenRecord, past: CausalPast): PublicKey {
  const { credential, path, subspace, namespace } = record;
  if (isCardPath(path)) {
    if (credential !== undefined) throw new GenError('PermissionDenied', 'card-credential');
    return subspace;
  }
  if (credential === undefined) {
    if (!isCommunal(namespace)) throw new GenError('PermissionDenied', 'credential-missing');
    return subspace;
  }
  const capability = past.capability(credential);
  if (capability === undefined) throw new GenError('PermissionDenied', 'credential-unknown', { credential });
  if (capability.mode !== 'write' || !equalBytes(capability.namespace, namespace)) {
    throw new GenError('PermissionDenied', 'credential-kind');
  }
  if (!includesEntry(areaOf(capability), record)) throw new GenError('PermissionDenied', 'outside-area');
  if (!mayWriteAs(capability, subspace)) throw new GenError('PermissionDenied', 'subspace');
  return receiverOf(capability);
}

/** Which tree a record grows in follows from its namespace: nobody owns what is communal. */
const COMMUNAL_ROOTS = new Set(['ratings', 'claims', 'reports', 'profiles', 'follows']);

/** Whether a record may stand in this document, whoever signed it. @throws GenError PermissionDenied | InvalidInput */
function requirePlace(address: DocumentAddress, record: GenRecord): void {
  if (!belongsTo(record.namespace, address.namespace)) throw refuseNamespace();
  const [root = ''] = record.path;
  if (COMMUNAL_ROOTS.has(root) !== isCommunal(record.namespace)) throw refuseNamespace();
  if (documentOf(record, address.epoch) !== address.path) {
    throw new GenError('PermissionDenied', 'document', { document: address.path });
  }
}

async function requireSignature(signer: PublicKey, record: GenRecord): Promise<void> {
  const credential = record.credential === undefined ? new Uint8Array() : fromBase64Url(record.credential);
  if (!(await verifyEd25519(signer, record.signature, signedMessage({ ...record, credential })))) {
    throw new GenError('SignatureInvalid', 'record-signature', { record: record.id });
  }
}

async function admitRecord(address: DocumentAddress, record: GenRecord, past: CausalPast): Promise<void> {
  requirePlace(address, record);
  await requireSignature(signerOf(record, past), record);
}

/**
 * All that `admit/1` asks of a card but its signature, and nothing that is no card.
 *
 * @throws GenError PermissionDenied | InvalidInput
 */
export function requireCard(address: DocumentAddress, record: GenRecord): void {
  requirePlace(address, record);
  if (!isCardPath(record.path)) {
    throw new GenError('PermissionDenied', 'document', { document: address.path });
  }
  if (record.credential !== undefined) throw new GenError('PermissionDenied', 'card-credential');
}

/** The rest of `admit/1` for a card that `requireCard` let pass. @throws GenError SignatureInvalid `record-signature` */
export function requireCardSignature(card: GenRecord): Promise<void> {
  return requireSignature(card.subspace, card);
}

async function admitCapability(address: DocumentAddress, member: CapabilityMember): Promise<void> {
  if (!belongsTo(member.capability.namespace, address.namespace)) throw refuseNamespace();
  await checkCapability(member.capability);
}

/**
 * @returns the decoded member.
 * @throws GenError InvalidInput | PermissionDenied | SignatureInvalid; nothing else for any bytes.
 */
export async function admit1(address: DocumentAddress, bytes: Uint8Array, past: CausalPast): Promise<Member> {
  const member = decodeMember(bytes);
  await (member.member === 'record' ? admitRecord(address, member, past) : admitCapability(address, member));
  return member;
}
