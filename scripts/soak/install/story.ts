import type { ModuleId, Version } from '../../../src/core/ids.ts';
import { parseVersion } from '../../../src/core/ids.ts';
import type { Random } from '../../../tests/support/random.ts';
import type { Graph } from './catalogue.ts';

/** What a person does, one after the other, whatever becomes of the process that they do it in. */
export type Act =
  | {
      readonly kind: 'install';
      readonly id: ModuleId;
      readonly version?: Version | undefined;
      readonly job: string;
    }
  /** Of everything. */
  | { readonly kind: 'update'; readonly job: string }
  | { readonly kind: 'uninstall'; readonly id: ModuleId }
  | { readonly kind: 'cancel'; readonly job: string }
  /** Earlier states of the set. */
  | { readonly kind: 'forget' }
  /** Waits until nothing more can be done. */
  | { readonly kind: 'drain' };

const FIRST = parseVersion('1.0.0');

/** The whole way: an install with dependencies, one that shares some of them, an update, and what frees space again. */
export function wholeStory({ modules }: Graph): readonly Act[] {
  const [, , , app, viewer] = modules as readonly [ModuleId, ModuleId, ModuleId, ModuleId, ModuleId];
  return [
    { kind: 'install', id: app, version: FIRST, job: 'job-0' },
    { kind: 'drain' },
    { kind: 'install', id: viewer, job: 'job-1' },
    { kind: 'update', job: 'job-2' },
    { kind: 'drain' },
    { kind: 'uninstall', id: app },
    { kind: 'install', id: app, version: FIRST, job: 'job-3' },
    { kind: 'cancel', job: 'job-3' },
    { kind: 'forget' },
  ];
}

/** An install of a module that needs one other. */
export function shortStory({ modules }: Graph): readonly Act[] {
  return [{ kind: 'install', id: modules[1] as ModuleId, job: 'job-0' }];
}

export function drawnStory({ modules }: Graph, random: Random): readonly Act[] {
  const jobs: string[] = [];
  const job = (): string => {
    const drawn = `job-${jobs.length}`;
    jobs.push(drawn);
    return drawn;
  };
  const install = (): Act => ({
    kind: 'install',
    id: random.pick(modules.slice(1)),
    version: random.chance(0.6) ? FIRST : undefined,
    job: job(),
  });
  const others: readonly (() => Act)[] = [
    install,
    install,
    () => ({ kind: 'update', job: job() }),
    () => ({ kind: 'uninstall', id: random.pick(modules) }),
    () => ({ kind: 'cancel', job: random.pick(jobs) }),
    () => ({ kind: 'forget' }),
    () => ({ kind: 'drain' }),
    () => ({ kind: 'drain' }),
  ];
  return [install(), ...Array.from({ length: 2 + random.below(6) }, () => random.pick(others)())];
}
