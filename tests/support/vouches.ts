import type { Did } from '../../src/core/ids.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { vouchPath } from '../../src/core/record/moderation-path.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { says, type Holder } from './holder.ts';

/** In the name of the registry. */
export function vouches(by: Holder, did: Did, vouched = true, at?: number): Promise<GenRecord> {
  return says(by, vouchPath(did), writeBody('vouch', { vouched, reason: 'known' }), at);
}
