import { GenError } from '../../core/errors.ts';
import type { ModuleId, Version } from '../../core/ids.ts';
import type { Dependency, ModuleView, ReleaseView } from '../../core/view/module-view.ts';
import type { Device } from '../device.ts';
import type { InstalledNode } from '../installed-nodes.ts';
import { knownModule } from '../known-records.ts';
import { ownerOtherThan } from '../pinned-owner.ts';

/** Modules that one question may ask for: each is a document, and a stranger says how many there are. */
export const MOST_MODULES = 500;

/** A release as a graph reads it. */
export interface GraphRelease {
  readonly version: Version;
  readonly dependencies: readonly Dependency[];
  readonly conflicts: readonly Dependency[];
}

/** What there is of a module. */
export interface GraphReleases {
  readonly id: ModuleId;
  readonly name?: string | undefined;
  /** That may be installed, newest first. */
  readonly releases: readonly GraphRelease[];
  /** Nobody could be asked, and it is not installed. */
  readonly isUnread?: boolean;
  /** Nobody holds the name. */
  readonly isAbsent?: boolean;
}

export interface GraphSource {
  of(id: ModuleId): Promise<GraphReleases>;
  /** Whether more were asked for than one question may. */
  isCut(): boolean;
}

const released = ({ version, dependencies, conflicts }: ReleaseView): GraphRelease => ({
  version,
  dependencies,
  conflicts,
});

function shownRelease({ releases, latest }: ModuleView, version?: Version): ReleaseView | undefined {
  return releases.find((release) => release.version === (version ?? latest)) ?? releases[0];
}

/** Of a module whose owner is in doubt nothing is installed. */
async function installable(device: Device, view: ModuleView): Promise<readonly GraphRelease[]> {
  const isBarred = view.status === 'unregistered' || view.contested;
  if (isBarred || (await ownerOtherThan(device, view)) !== undefined) return [];
  return view.releases
    .filter(({ yanked, contradiction }) => yanked === undefined && !contradiction)
    .map(released);
}

/**
 * Reads each module once. Where nobody can be asked, what is installed speaks for itself.
 *
 * @param root is what is asked about: of it there is this version alone, or the newest, even if it may not be installed.
 */
export function graphSource(
  device: Device,
  installed: readonly InstalledNode[],
  root: { readonly id: ModuleId; readonly version?: Version | undefined },
): GraphSource {
  const known = new Map<ModuleId, Promise<GraphReleases>>();
  let cut = false;

  async function read(id: ModuleId): Promise<GraphReleases> {
    const view = await knownModule(device, id);
    if (view === undefined) return { id, releases: [], isAbsent: true };
    if (id !== root.id) return { id, name: view.name, releases: await installable(device, view) };
    const shown = shownRelease(view, root.version);
    return { id, name: view.name, releases: shown === undefined ? [] : [released(shown)] };
  }

  function unread(id: ModuleId): GraphReleases {
    const here = installed.find((node) => node.id === id);
    if (here === undefined) return { id, releases: [], isUnread: true };
    const { name, version, dependencies } = here;
    return { id, name, releases: [{ version, dependencies, conflicts: [] }] };
  }

  async function readOrNot(id: ModuleId): Promise<GraphReleases> {
    if (known.size >= MOST_MODULES) {
      cut = true;
      return unread(id);
    }
    return read(id).catch((thrown: unknown) => {
      if (thrown instanceof GenError && (thrown.code === 'Network' || thrown.code === 'Timeout'))
        return unread(id);
      throw thrown;
    });
  }

  return {
    isCut: () => cut,
    of(id) {
      const before = known.get(id);
      if (before !== undefined) return before;
      const asked = readOrNot(id);
      known.set(id, asked);
      return asked;
    },
  };
}
