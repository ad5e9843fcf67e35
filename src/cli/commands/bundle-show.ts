import { wallClock } from '../../app/device.ts';
import { checkBundle, openBundle, type CheckedBundle } from '../../app/read-bundle.ts';
import { didOf } from '../../core/ids.ts';
import { AUTHORITY, moduleDocument } from '../../core/record/document.ts';
import type { LockedRelease } from '../../core/resolve/lockfile.ts';
import { moduleView } from '../../core/view/fold-module.ts';
import { recordSet } from '../../core/view/record-set.ts';
import { withBundleFile } from '../bundle-file.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { byteCount, table } from '../output.ts';

type Standing = 'confirmed' | 'unconfirmed' | 'yanked' | 'contradiction' | 'withdrawn';

/** By what the bundle itself says: whoever takes it may know more. */
function standingOf({ header, documents }: CheckedBundle, { id, record }: LockedRelease): Standing {
  const members = [moduleDocument(id), AUTHORITY].flatMap((path) => documents.get(path) ?? []);
  const view = moduleView(recordSet(members), id, header.namespace, wallClock());
  const release = view?.releases.find((one) => one.record === record);
  if (release === undefined) return 'withdrawn';
  if (release.contradiction) return 'contradiction';
  if (release.yanked !== undefined) return 'yanked';
  return release.receipts.length > 0 ? 'confirmed' : 'unconfirmed';
}

/** `gen bundle show`: checks a bundle whole, and lists it. */
export function showBundle({ out, signal }: Context, file: string): Promise<ExitCode> {
  return withBundleFile(file, async (source) => {
    const bundle = await checkBundle(source, await openBundle(source), signal);
    const { namespace, wishes, releases } = bundle.header;
    const root = didOf(namespace);
    const modules = releases.map((release) => ({
      id: release.id,
      version: release.version,
      sha256: release.sha256,
      size: bundle.blobs.find(({ sha256 }) => sha256 === release.sha256)?.size ?? 0,
      range: wishes.find(({ id }) => id === release.id)?.range,
      standing: standingOf(bundle, release),
    }));
    const records = [...bundle.documents.values()].reduce((sum, members) => sum + members.length, 0);
    out.result({ file, root, size: source.size, records, modules }, () => [
      `registry  ${root}`,
      `size      ${byteCount(source.size)}, ${records} records`,
      '',
      ...table([
        ['ID', 'VERSION', 'SIZE', 'ASKED FOR', 'STANDING'],
        ...modules.map(({ id, version, size, range, standing }) => [
          id,
          version,
          byteCount(size),
          range ?? '',
          standing,
        ]),
      ]),
    ]);
    out.note('Every record and every file in it is whole. Nothing was kept.');
    return EXIT.ok;
  });
}
