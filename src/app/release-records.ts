import { fromBase64Url } from '../core/bytes.ts';
import { cutText } from '../core/cut-text.ts';
import {
  publicKeyOf,
  sha256Bytes,
  type Did,
  type Micros,
  type NamespaceId,
  type Sha256,
} from '../core/ids.ts';
import { modulePath } from '../core/record/document.ts';
import {
  readBody,
  writeBody,
  writeMetadata,
  type MetadataField,
  type RawBody,
} from '../core/record/kinds.ts';
import { signRecord, type GenRecord } from '../core/record/record.ts';
import type { RecordsBelow } from '../core/view/module-records.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { Signer } from '../ports/identity.ts';
import type { PublishJob } from '../ports/tables.ts';
import { cardExtras } from './card-extras.ts';
import { readDraft } from './read-draft.ts';
import type { Permission } from './permission.ts';

/** Lists show this much of a description. */
export const CARD_DESCRIPTION = 240;

/** What a publish says: of the module, of one release and of its binary. */
export type Publication = Pick<
  PublishJob,
  | 'module'
  | 'version'
  | 'draft'
  | 'sha256'
  | 'size'
  | 'imports'
  | 'importClasses'
  | 'wasi'
  | 'exports'
  | 'exportCount'
  | 'readme'
  | 'changelog'
>;

interface Statement {
  readonly below: readonly string[];
  readonly payload: Uint8Array<ArrayBuffer>;
}

function metadataOf(job: Publication, view: ModuleView | undefined): Statement[] {
  const { draft, readme } = job;
  const wanted: readonly [MetadataField, string | undefined, string | undefined][] = [
    ['name', draft.name.trim(), view?.name],
    ['description', draft.description, view?.description],
    ['licence', draft.licence, view?.licence],
    ['type', draft.type, view?.type],
    ['author', draft.author, view?.author],
    ['homepage', draft.homepage, view?.homepage],
    ['repository', draft.repository, view?.repository],
    ['readme', readme, view?.readme],
  ];
  const firstRelease = view === undefined || view.releases.length === 0;
  return wanted.flatMap(([field, value, shown]) => {
    const text = value === undefined || value === '' ? undefined : value;
    // An empty readme of a later release keeps the one there is.
    if (text === shown && !firstRelease) return [];
    if (text === undefined && (firstRelease || field === 'readme')) return [];
    if (text === undefined && ['name', 'licence', 'type'].includes(field)) return [];
    return [
      {
        below: ['metadata', field],
        payload: writeMetadata(field, text ?? (field === 'description' ? '' : null)),
      },
    ];
  });
}

function tagsOf(standing: RecordsBelow, job: Publication, view: ModuleView | undefined): Statement[] {
  const { tags } = readDraft(job.draft);
  const shown = view?.tags ?? [];
  const added = tags
    .filter((tag) => !shown.includes(tag))
    .map((tag) => ({ below: ['tags', tag], payload: writeBody('tag', { add: true }) }));
  const removed = shown
    .filter((tag) => !tags.includes(tag))
    .map((tag) => {
      const adds = (standing.get(`tags/${tag}`) ?? []).filter((record) => {
        const body = readBody('tag', record.payload);
        return body !== undefined && 'add' in body;
      });
      return {
        below: ['tags', tag],
        payload: writeBody('tag', { remove: adds.map(({ digest }) => digest) as Uint8Array<ArrayBuffer>[] }),
      };
    });
  return [...added, ...removed];
}

function hash(value: Sha256): Uint8Array<ArrayBuffer> {
  return sha256Bytes(value);
}

function releaseBody(job: Publication): RawBody<'release'> {
  const { dependencies, conflicts } = readDraft(job.draft);
  return {
    sha256: hash(job.sha256),
    size: job.size,
    dependencies: dependencies.map(({ id, range, optional }) =>
      optional === true ? { id, range, optional } : { id, range },
    ),
    conflicts: conflicts.map(({ id, range }) => ({ id, range })),
    imports: [...job.imports],
    ...(job.wasi === undefined ? {} : { wasi: [...job.wasi] }),
    exports: job.exports.map(({ name, type }) => [name, type]),
    exportCount: job.exportCount,
    ...(job.changelog === undefined ? {} : { changelog: hash(job.changelog) }),
  };
}

/** @param owner named where the author is somebody else: lists show whose a module is. */
function cardBody(job: Publication, owner: Did, author: Did): RawBody<'card'> {
  const { draft } = job;
  return {
    n: draft.name.trim(),
    d: cutText(draft.description, CARD_DESCRIPTION),
    v: job.version,
    t: [...readDraft(draft).tags],
    l: draft.licence,
    k: draft.type,
    i: [...job.importClasses],
    s: job.size,
    ...(owner === author ? {} : { o: publicKeyOf(owner) }),
    ...cardExtras(draft.author, job.exports, readDraft(draft).dependencies),
  };
}

export interface ReleaseContext {
  readonly namespace: NamespaceId;
  /** What stands below the module. */
  readonly standing: RecordsBelow;
  readonly permission: Permission;
  readonly view: ModuleView | undefined;
  readonly owner: Did;
  readonly signer: Signer;
  /** Of the first record; the others count on from it. */
  readonly timestamp: Micros;
}

/** The signed records of one publish: what changed of the metadata and tags, the release, and the card. */
export function signRelease(job: Publication, context: ReleaseContext): Promise<GenRecord[]> {
  return signReleases(job, [job], context);
}

/**
 * The same of several releases of one module at once.
 *
 * @param listed   what is said of the module, and what its card lists; `undefined`: neither is said anew.
 * @param releases not there yet.
 */
export async function signReleases(
  listed: Publication | undefined,
  releases: readonly Publication[],
  context: ReleaseContext,
): Promise<GenRecord[]> {
  const { namespace, standing, permission, view, owner, signer, timestamp } = context;
  const [any = listed] = releases;
  if (any === undefined) return [];
  const place = ['modules', ...modulePath(any.module)];
  const said = listed === undefined ? [] : [...metadataOf(listed, view), ...tagsOf(standing, listed, view)];
  const card = listed === undefined ? [] : [cardBody(listed, owner, signer.did)];
  const statements: Statement[] = [
    ...said,
    ...releases.map((job) => ({
      below: ['versions', job.version],
      payload: writeBody('release', releaseBody(job)),
    })),
    ...card.map((body) => ({ below: ['card'], payload: writeBody('card', body) })),
  ];
  return Promise.all(
    statements.map(({ below, payload }, index) =>
      signRecord(
        {
          namespace,
          // A card is an index entry in its author's own name; all else stands where the permission is.
          subspace: below[0] === 'card' ? signer.publicKey : permission.subspace,
          path: [...place, ...below],
          timestamp: (timestamp + index) as Micros,
          credential: below[0] === 'card' ? new Uint8Array() : fromBase64Url(permission.id),
          payload,
        },
        (message) => signer.sign(message),
      ),
    ),
  );
}
