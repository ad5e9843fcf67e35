import type { GraphModule, MissingPart, ModuleGraph } from '../../ports/graph.ts';
import { formatCount } from './format.ts';

const MISSING: Readonly<Record<MissingPart, string>> = {
  module: 'not in this registry',
  release: 'no release fits',
  unread: 'could not be read',
};

export function missingWords({ missing }: Pick<GraphModule, 'missing'>): string | undefined {
  return missing === undefined ? undefined : MISSING[missing];
}

/** Whether it is here, and at which version where that is another one. */
export function installedWords({ installed, version }: GraphModule): string | undefined {
  if (installed === undefined) return undefined;
  return installed === version || version === undefined ? 'installed' : `${installed} installed`;
}

export function nameOf({ name, id }: Pick<GraphModule, 'name' | 'id'>): string {
  return name ?? id;
}

/** What an install would bring, in one sentence. */
export function broughtWords({ nodes, isCut }: ModuleGraph): string {
  const needed = nodes.filter(({ depth }) => depth > 0);
  const deepest = Math.max(0, ...needed.map(({ depth }) => depth));
  const here = needed.filter(({ installed }) => installed !== undefined).length;
  const count = `${isCut ? 'more than ' : ''}${formatCount(needed.length, 'module')}`;
  const steps = deepest < 2 ? '' : `, at most ${formatCount(deepest, 'step')} away`;
  const installed = here === 0 ? '' : `; ${here === needed.length ? 'all' : here} of them installed here`;
  return `With it come ${count}${steps}${installed}.`;
}
