import { areaOf, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { parseModuleId, type Micros, type NamespaceId, type PublicKey } from '../ids.ts';
import { hasPrefix, type Path } from '../path.ts';
import { modulePath, type DocumentPath } from '../record/document.ts';
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
  readonly now: Micros;
}

const WHOLE: Path = [];
const MODULE_ROOTS = new Set(['module', 'ratings', 'reports']);

/** What a capability has to cover. The catalogue and the authority speak of every module: they take the whole namespace. */
function placeOf(document: DocumentPath): Path {
  const [root = '', name = ''] = document.split('/');
  return MODULE_ROOTS.has(root) ? ['modules', ...modulePath(parseModuleId(name))] : WHOLE;
}

function readsAt(capability: Capability, { key }: Reader, place: Path, world: ReadingWorld): boolean {
  const { namespace, standing, now } = world;
  const { subspace, path, times } = areaOf(capability);
  return (
    capability.mode === 'read' &&
    capability.kind === 'owned' &&
    equalBytes(capability.namespace, namespace) &&
    equalBytes(receiverOf(capability), key) &&
    // A document is everybody's records: one author's part of it cannot be sent.
    subspace === undefined &&
    hasPrefix(place, path) &&
    now >= times.start &&
    (times.end === undefined || now < times.end) &&
    standing.ended(capability) === undefined
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
