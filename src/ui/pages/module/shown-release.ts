import type { ReleaseView } from '../../../core/view/module-view.ts';
import type { ActivityItem } from '../../../ports/activity.ts';
import type { ModulePage } from '../../../ports/module-page.ts';

/** The release that the page speaks of: the newest that can be installed, else the newest at all. */
export function shownRelease({ module }: Pick<ModulePage, 'module'>): ReleaseView | undefined {
  return module.releases.find(({ version }) => version === module.latest) ?? module.releases[0];
}

/** What `Install` would install. */
export function offeredRelease({ module }: Pick<ModulePage, 'module'>): ReleaseView | undefined {
  return module.releases.find(({ version, contradiction }) => version === module.latest && !contradiction);
}

export function isConfirmed({ receipts }: Pick<ReleaseView, 'receipts'>): boolean {
  return receipts.length > 0;
}

/** The last install of this module, if it failed and nothing came after it. */
export function failedInstall(activity: readonly ActivityItem[], id: string): ActivityItem | undefined {
  const last = activity.find(({ kind, module }) => kind === 'install' && module === id);
  return last?.state === 'failed' ? last : undefined;
}
