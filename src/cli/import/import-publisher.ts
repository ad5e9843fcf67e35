import type { NamespaceId } from '../../core/ids.ts';
import type { CapabilityMember } from '../../core/record/member.ts';
import type { Signer } from '../../ports/identity.ts';
import type { RecordSource } from '../../ports/records.ts';
import type { RelayClient } from '../../ports/relay-client.ts';

/** One of the keys that an import publishes by. */
export interface ImportPublisher {
  readonly signer: Signer;
  /** Its blobs are put on its account. */
  readonly relay: RelayClient;
  /** By which it claims names where the relay wants one. */
  readonly invitation: CapabilityMember | undefined;
}

/** What an import writes to. */
export interface ImportPlace {
  readonly namespace: NamespaceId;
  readonly publishers: readonly ImportPublisher[];
  /** What the relay has of a document. */
  readonly records: RecordSource;
}

/** The part of a segment before its first hyphen: `foo`, `foo-core` and `foo-cli` have one publisher. */
function familyOf(id: string): string {
  const [segment = ''] = id.split('.').slice(-1);
  return segment.split('-')[0] ?? segment;
}

/**
 * The same one for a module each time, as long as there are as many. What was claimed when there were fewer is another one's:
 * a relay that says so is asked whose (`ownName`).
 */
export function publisherOf({ publishers }: ImportPlace, id: string): ImportPublisher {
  const sum = [...familyOf(id)].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  return publishers[sum % publishers.length] as ImportPublisher;
}
