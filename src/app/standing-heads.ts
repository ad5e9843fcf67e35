import { areaOf, type Capability } from '../core/access/capability.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { parseModuleId, type ModuleId } from '../core/ids.ts';
import { hasPrefix, type Path } from '../core/path.ts';
import { moduleDocument, modulePath, type DocumentPath } from '../core/record/document.ts';
import { MAX_HEADS } from '../core/record/kinds.ts';
import type { MemberId } from '../core/record/record.ts';
import type { Place } from '../core/view/chain-tree.ts';
import { headsOf } from '../core/view/receipts.ts';
import { recordSet } from '../core/view/record-set.ts';
import { believedHead } from './check-head.ts';
import type { Device } from './device.ts';
import { storedPin } from './pin-relay.ts';

const MODULE = 'module/';

function isBelow(document: DocumentPath, path: Path): boolean {
  if (!document.startsWith(MODULE)) return false;
  return hasPrefix(['modules', ...modulePath(parseModuleId(document.slice(MODULE.length)))], path);
}

/**
 * All chains that the relay holds. What it receipted in the last minute may not be in its list yet.
 *
 * @throws GenError InvalidState `too-wide` where no head is to be had.
 */
async function listedChains(device: Device, scope: string): Promise<readonly Place[]> {
  const tooWide = new GenError('InvalidState', 'too-wide', { scope });
  const pin = await storedPin(device.tables);
  if (pin === undefined) throw tooWide;
  try {
    const answer = await device.relay.head();
    if (answer === 'unchanged') throw tooWide;
    const { chains } = await believedHead(device, pin.relay, answer, device.clock());
    return chains;
  } catch (thrown) {
    throw toGenError(thrown).code === 'NotFound' ? tooWide : thrown;
  }
}

/**
 * The receipts up to which it stands what was made through these capabilities, when one who stands above a module ends
 * them. The authority's word holds in every module, so what covers more than this one takes the ends of the chains of all
 * that it covers.
 *
 * @throws GenError InvalidState `too-wide`; QuotaExceeded `heads` where a revocation cannot name so many; as `verifyHead`;
 * Network.
 */
export async function standingHeads(
  device: Device,
  id: ModuleId,
  ended: readonly Capability[],
): Promise<readonly MemberId[]> {
  const own = headsOf(recordSet(await device.records.membersOf(moduleDocument(id))));
  const place = ['modules', ...modulePath(id)];
  const wide = ended.map((capability) => areaOf(capability).path).filter((path) => !hasPrefix(path, place));
  const [first] = wide;
  const listed = first === undefined ? [] : await listedChains(device, first.join('/'));
  const others = listed.filter(({ document }) => wide.some((path) => isBelow(document, path)));
  const heads = [...new Set([...own, ...others.map(({ receipt }) => receipt)])];
  if (heads.length > MAX_HEADS)
    throw new GenError('QuotaExceeded', 'heads', { limit: MAX_HEADS, heads: heads.length });
  return heads;
}
