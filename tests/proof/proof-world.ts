import { binaryFacts, type BinaryFacts } from '../../src/core/proof/binary-facts.ts';
import { makeProof } from '../../src/core/proof/make-proof.ts';
import type { Proof } from '../../src/core/proof/proof.ts';
import { sha256Of, type Micros, type NamespaceId } from '../../src/core/ids.ts';
import { readBody } from '../../src/core/record/kinds.ts';
import type { Member } from '../../src/core/record/member.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { parseVersion } from '../../src/core/ids.ts';
import { sha256 } from '../../src/core/hash.ts';
import { recordSet, type RecordSet } from '../../src/core/view/record-set.ts';
import { func, I32, imported, imports, types, wasm } from '../wasm/binary.ts';
import { digest } from '../wasm/world.ts';
import type { Holder } from '../support/holder.ts';
import { codec, now } from '../support/standing-world.ts';

/** A sound module that imports one function of WASI and one of its own host. */
export const BINARY = wasm(
  types(func([I32], [I32])),
  imports(imported('wasi_snapshot_preview1', 'fd_close', 0x00, 0), imported('host', 'log\u202e\n', 0x00, 0)),
);

/** What a release of `BINARY` says. */
export const RELEASED = {
  sha256: sha256(BINARY),
  size: BINARY.length,
  imports: ['host', 'wasi_snapshot_preview1'],
};

export const facts = (bytes = BINARY): Promise<BinaryFacts> => binaryFacts(bytes, digest);

export function setOf(records: readonly GenRecord[], holders: readonly Holder[]): RecordSet {
  const members: Member[] = [...records, ...holders.map(({ capability }) => capability)];
  return recordSet(members);
}

/** As an install does: of the release as its record has it. */
export async function prove(
  namespace: NamespaceId,
  release: GenRecord,
  set: RecordSet,
  { at = now, binary }: { readonly at?: Micros; readonly binary?: BinaryFacts } = {},
): Promise<Proof | undefined> {
  const body = readBody('release', release.payload);
  if (body === undefined) throw new Error('no release');
  const version = parseVersion(release.path.at(-1) ?? '');
  const wanted = { namespace, id: codec, version, sha256: body.sha256, size: body.size, record: release.id };
  return makeProof(wanted, set, binary ?? (await facts()), at);
}

export async function proven(...asked: Parameters<typeof prove>): Promise<Proof> {
  const proof = await prove(...asked);
  if (proof === undefined) throw new Error('no proof could be made');
  return proof;
}

export const OTHER_HASH = sha256Of(sha256(Uint8Array.of(1)));
