import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseMicros, type NamespaceId } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { listPath, moderationPath, reportPath, type Subject } from '../../src/core/record/moderation-path.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { says, type Holder } from './holder.ts';
import { START } from './namespace.ts';

interface Line {
  readonly hidden?: boolean;
  readonly reason?: string;
  readonly at?: number;
}

/** In somebody's own subspace, where nobody needs a grant. */
export function saysForSelf(
  namespace: NamespaceId,
  { publicKey, sign }: Signer,
  path: readonly string[],
  payload: Uint8Array<ArrayBuffer>,
  at: number = START,
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: pairedCommunalNamespace(namespace),
      subspace: publicKey,
      path,
      timestamp: parseMicros(at),
      credential: new Uint8Array(),
      payload,
    },
    sign,
  );
}

/** A line of the admins' list. */
export function moderates(
  by: Holder,
  subject: Subject,
  { hidden = true, reason = '', at }: Line = {},
): Promise<GenRecord> {
  return says(by, moderationPath(subject), writeBody('moderation', { hidden, reason }), at);
}

/** A line of somebody's own list. */
export function lists(
  namespace: NamespaceId,
  by: Signer,
  subject: Subject,
  { hidden = true, reason = '', at = START }: Line = {},
): Promise<GenRecord> {
  return saysForSelf(namespace, by, listPath(subject), writeBody('moderation', { hidden, reason }), at);
}

/** Whatever the body, for what has no standing. */
export function reportsThat(
  namespace: NamespaceId,
  by: Signer,
  subject: Subject,
  body: unknown,
  at: number = START,
): Promise<GenRecord> {
  return saysForSelf(namespace, by, reportPath(subject), encodeCanonical(body), at);
}
