import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { equalBytes } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { parseModuleId, type Did, type ModuleId } from '../core/ids.ts';
import { hasPrefix, type Path } from '../core/path.ts';
import {
  AUTHORITY,
  moduleDocument,
  modulePath,
  personDocument,
  ratingsDocument,
  reportsDocument,
  splitModulePath,
  type DocumentPath,
} from '../core/record/document.ts';
import { MAX_HEADS } from '../core/record/kinds.ts';
import type { MemberId } from '../core/record/record.ts';
import type { Place } from '../core/view/chain-tree.ts';
import { headsOf } from '../core/view/receipts.ts';
import { recordSet } from '../core/view/record-set.ts';
import { believedHead } from './check-head.ts';
import type { Device } from './device.ts';
import { installedRows } from './installed-set.ts';
import { mayPass } from './jobs.ts';
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

function requireFew(heads: readonly MemberId[]): readonly MemberId[] {
  if (heads.length > MAX_HEADS)
    throw new GenError('QuotaExceeded', 'heads', { limit: MAX_HEADS, heads: heads.length });
  return heads;
}

/** Where a revocation or a settlement stands, and with it the receipts of those. */
const AUTHORITY_ROOTS = new Set(['keys', 'revocations', 'advisories', 'moderation', 'epochs']);

/**
 * The receipts up to which it stands what was made by anything that the root, or whoever had it from the root, handed on.
 * By a permission to read, and by one for heads, nothing is made that stands in a document.
 *
 * @throws GenError as `standingHeads`.
 */
export async function headsOver(device: Device, ended: Capability): Promise<readonly MemberId[]> {
  const { path } = areaOf(ended);
  const [root, ...below] = path;
  if (ended.mode === 'read' || root === 'heads') return [];
  if (root !== undefined && AUTHORITY_ROOTS.has(root))
    return requireFew(headsOf(recordSet(await device.records.membersOf(AUTHORITY))));
  if (root === 'modules' && below.includes('@'))
    return standingHeads(device, splitModulePath(path).id, [ended]);
  const listed = await listedChains(device, path.join('/'));
  const notary = receiverOf(ended);
  const isTheirs = (place: Place): boolean => {
    if (root === 'modules') return isBelow(place.document, path);
    return root !== 'receipts' || equalBytes(place.notary, notary);
  };
  return requireFew(listed.filter(isTheirs).map(({ receipt }) => receipt));
}

const COMMUNAL = /^(ratings|reports)\//;
/** Documents that are read anew: each is a question to the relay. */
const MOST_READ = 64;

/** Where this person has rated or reported from here, first, and what else of the kind is kept or likely. */
async function communalDocuments({ tables }: Pick<Device, 'tables'>): Promise<DocumentPath[]> {
  const [jobs, installed, kept] = await Promise.all([
    tables.all('jobs'),
    installedRows(tables),
    tables.keys('documents'),
  ]);
  const said = jobs.flatMap((job) => {
    if (job.kind !== 'rate' && job.kind !== 'report') return [];
    return [job.kind === 'rate' ? ratingsDocument(job.module) : reportsDocument(job.module)];
  });
  const held = kept.filter((path) => COMMUNAL.test(path)) as DocumentPath[];
  const likely = installed.map(({ id }) => ratingsDocument(id));
  return [...new Set([...said, ...held, ...likely])].slice(0, MOST_READ);
}

/** The ends of the chains in documents, as they are now; of what cannot be read none. */
async function freshHeads(device: Device, documents: readonly DocumentPath[]): Promise<readonly MemberId[]> {
  const heads = await Promise.all(
    documents.map(async (path) => headsOf(recordSet(await device.records.membersOf(path).catch(() => [])))),
  );
  return heads.flat();
}

/**
 * The receipts up to which what somebody's device said in their own name stands: in their document, in what this device
 * knows of ratings and reports, and wherever the relay lists chains of those. Who may read a part is shown no list, and one
 * that does not hold counts as none: a lost device is cut off all the same. What does not fit a revocation is said anew by
 * another device.
 */
export async function communalHeads(device: Device, did: Did): Promise<readonly MemberId[]> {
  const fresh = await freshHeads(device, [personDocument(did), ...(await communalDocuments(device))]);
  const listed = await listedChains(device, 'ratings').catch((thrown: unknown): readonly Place[] => {
    const error = toGenError(thrown);
    if (mayPass(error) || error.code === 'Cancelled') throw error;
    return [];
  });
  const said = listed.filter(({ document }) => COMMUNAL.test(document));
  return [...new Set([...fresh, ...said.map(({ receipt }) => receipt)])].slice(0, MAX_HEADS);
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
  return requireFew([...new Set([...own, ...others.map(({ receipt }) => receipt)])]);
}
