import { toHex } from '../core/bytes.ts';
import { sha256 } from '../core/hash.ts';
import type { ModuleId } from '../core/ids.ts';
import { differenceOf } from '../core/resolve/difference.ts';
import type { Generation, SetLoss, SetQuestion } from '../ports/sets.ts';
import type { SetPlan } from './plan.ts';
import { namedBy, type Asked } from './plan-job.ts';
import { neededBy } from './uninstall.ts';

/**
 * What a change does to modules that nobody named in it: a breaking or an older version of what somebody uses who was there before,
 * or that they go although somebody asked for them.
 *
 * @returns `undefined` when nobody has to be asked.
 */
export function setQuestion(
  before: Pick<Generation, 'wishes' | 'releases'>,
  after: SetPlan,
  asked: Asked,
): SetQuestion | undefined {
  const named = namedBy(asked);
  if (named === 'all') return undefined;
  const { updated, removed } = differenceOf(before.releases, after.releases);
  const wished = new Set(before.wishes.map(({ id }) => id));
  const were = new Set(before.releases.map(({ id }) => id));
  const users = after.releases.filter(({ id }) => were.has(id));
  const isUsed = (id: ModuleId): boolean => wished.has(id) || neededBy(id, users).length > 0;
  const losses: readonly SetLoss[] = [
    ...updated
      .filter(
        ({ kind, to }) => (kind === 'breaking' || kind === 'older') && !named.has(to.id) && isUsed(to.id),
      )
      .map(({ from, to }) => ({ id: to.id, name: to.name, from: from.version, to: to.version })),
    ...removed
      .filter(({ id }) => wished.has(id) && !named.has(id))
      .map(({ id, name, version }) => ({ id, name, from: version })),
  ];
  if (losses.length === 0) return undefined;
  const text = JSON.stringify(losses.map(({ id, from, to }) => [id, from, to]));
  return { mark: toHex(sha256(new TextEncoder().encode(text))), losses };
}
