import { areaOf, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { parseModuleId, type Micros, type NamespaceId, type PublicKey } from '../ids.ts';
import { hasPrefix, type Path } from '../path.ts';
import { AUTHORITY, modulePath, type DocumentPath } from '../record/document.ts';
import type { Standing } from './standing.ts';

/** Somebody who asks a relay of a private namespace for something. */
export interface Reader {
  /** The key that they have proved. */
  readonly key: PublicKey;
  /** What they showed: valid, but for nothing else that was looked at yet. */
  readonly capabilities: readonly Capability[];
}

/** What the answer depends on, besides. */
export interface ReadingWorld {
  /** The owned one. */
  readonly namespace: NamespaceId;
  /** By the authority's document. */
  readonly standing: Pick<Standing, 'ended'>;
  /** Whether it came to the reader by a device that its person has cut off. */
  readonly isCutOff: (capability: Capability) => boolean;
  readonly now: Micros;
}

const WHOLE: Path = [];
const MODULE_ROOTS = new Set(['module', 'ratings', 'reports']);

/** What a capability has to cover; `any module`: whichever it is. */
type Place = Path | 'any module';

/**
 * Nothing of a module can be judged without the authority, and whose DID is met there has a name. Both are for every reader.
 * The catalogue lists every module: it takes the whole namespace.
 */
function placeOf(document: DocumentPath): Place {
  const [root = '', name = ''] = document.split('/');
  if (document === AUTHORITY || root === 'person') return 'any module';
  return MODULE_ROOTS.has(root) ? ['modules', ...modulePath(parseModuleId(name))] : WHOLE;
}

function covers(path: Path, place: Place): boolean {
  if (place !== 'any module') return hasPrefix(place, path);
  const end = path.indexOf('@', 1);
  // What covers a part of one module lets read nothing, so not this either.
  return path.length === 0 || (path[0] === 'modules' && (end < 0 || end === path.length - 1));
}

function readsAt(capability: Capability, { key }: Reader, place: Place, world: ReadingWorld): boolean {
  const { namespace, standing, isCutOff, now } = world;
  const { subspace, path, times } = areaOf(capability);
  return (
    capability.mode === 'read' &&
    capability.kind === 'owned' &&
    equalBytes(capability.namespace, namespace) &&
    equalBytes(receiverOf(capability), key) &&
    // A document is everybody's records: one author's part of it cannot be sent.
    subspace === undefined &&
    covers(path, place) &&
    now >= times.start &&
    (times.end === undefined || now < times.end) &&
    standing.ended(capability) === undefined &&
    !isCutOff(capability)
  );
}

/** Whether a document of a private namespace may be sent to this reader now. */
export function mayRead(reader: Reader, document: DocumentPath, world: ReadingWorld): boolean {
  const place = placeOf(document);
  return reader.capabilities.some((capability) => readsAt(capability, reader, place, world));
}

/** Whether this reader may be sent everything: signed heads, and blobs that no record names. */
export function mayReadAll(reader: Reader, world: ReadingWorld): boolean {
  return reader.capabilities.some((capability) => readsAt(capability, reader, WHOLE, world));
}
