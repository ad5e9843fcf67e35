import { signReleases, type Publication } from '../../app/release-records.ts';
import { sha256 } from '../../core/hash.ts';
import { parseVersion, sha256Of, type ModuleId } from '../../core/ids.ts';
import type { GenRecord } from '../../core/record/record.ts';
import { importClasses } from '../../core/wasm/imports.ts';
import type { ReleaseDraft } from '../../ports/engine.ts';
import type { ImportedModule } from './imported-module.ts';
import type { ImportPublisher } from './import-publisher.ts';
import type { KnownModule } from './known-module.ts';
import { patiently, type Patience } from './patiently.ts';
import { standInBinary } from './stand-in-binary.ts';

export interface Uploads {
  readonly patience: Patience;
  /** Lets so many through at a time. */
  upload<T>(work: () => Promise<T>): Promise<T>;
}

export interface SignedModule {
  readonly id: ModuleId;
  readonly releases: number;
  readonly chain: Uint8Array<ArrayBuffer>;
  readonly records: readonly GenRecord[];
  /** Puts its binaries, once more where the relay lost them. @throws GenError as the relay's answers */
  putBlobs(): Promise<void>;
}

/** What a release says of its stand-in; the relay holds it against what it finds. */
function publicationOf(
  { id, exports: told }: ImportedModule,
  draft: ReleaseDraft,
): { publication: Publication; bytes: Uint8Array<ArrayBuffer> } {
  const version = parseVersion(draft.version);
  const { bytes, exports } = standInBinary(id, version, told);
  const publication = {
    module: id,
    version,
    draft,
    sha256: sha256Of(sha256(bytes)),
    size: bytes.length,
    imports: [],
    importClasses: importClasses([]),
    exports,
    exportCount: exports.length,
  };
  return { publication, bytes };
}

/** Puts the binaries of what is not there yet, and signs what is said of it. @throws GenError as the relay's answers */
export async function signModule(
  module: ImportedModule,
  known: KnownModule,
  uploads: Uploads,
): Promise<SignedModule> {
  const { publisher, context, chain } = known;
  const made = module.drafts
    .filter(({ version }) => !known.has(version))
    .map((draft) => publicationOf(module, draft));
  const putBlobs = async (): Promise<void> => {
    await Promise.all(made.map((one) => putBlob(publisher, one, uploads)));
  };
  await putBlobs();
  const [newest] = made;
  // A release behind the newest one changes nothing of what lists say.
  const listed = newest?.publication.draft === module.drafts[0] ? newest?.publication : undefined;
  const releases = made.map(({ publication }) => publication);
  return {
    id: module.id,
    releases: made.length,
    chain,
    records: await signReleases(listed, releases, context),
    putBlobs,
  };
}

function putBlob(
  { relay }: ImportPublisher,
  { publication, bytes }: ReturnType<typeof publicationOf>,
  { upload, patience }: Uploads,
): Promise<void> {
  return upload(() => patiently(() => relay.putBlob(publication.sha256, bytes, patience.signal), patience));
}
