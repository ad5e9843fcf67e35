import { parseRange, parseVersion, parseModuleId, type ModuleId } from '../../../core/ids.ts';
import type { WayOut } from '../../../core/resolve/ways-out.ts';
import type { EngineApi } from '../../../ports/engine.ts';
import type { InstallWish } from '../../../ports/sets.ts';
import type { Change } from './asked-change.ts';

/** The wish with one thing changed, as a way out says. */
function changed(id: ModuleId, wish: InstallWish, way: WayOut): InstallWish {
  switch (way.kind) {
    case 'prereleases':
      return { ...wish, prereleases: true };
    case 'drop':
      return { ...wish, drop: [...(wish.drop ?? []), parseModuleId(way.id)] };
    case 'allow': {
      const version = parseVersion(way.version);
      if (way.id === id) return { ...wish, version, range: undefined };
      const other = { id: parseModuleId(way.id), range: parseRange(`^${version}`) };
      return { ...wish, also: [...(wish.also ?? []).filter((one) => one.id !== other.id), other] };
    }
  }
}

interface Installing {
  readonly engine: Pick<EngineApi, 'plan'>;
  readonly id: ModuleId;
  /** Of the module, as the title says it. */
  readonly name: string;
  readonly apply: (wish: InstallWish, agreed?: string) => Promise<unknown>;
}

/** The install of a module, or its update. */
export function installChange(installing: Installing, wish: InstallWish): Change {
  const { engine, id, name, apply } = installing;
  return {
    title: `Install ${name}?`,
    kept: { kind: 'install', id, name, wish },
    plan: () => engine.plan(id, wish),
    apply: (agreed) => apply(wish, agreed),
    isPlain: ({ lines }) => wish.drop === undefined && lines.every((line) => line.id === id),
    nothing: `${name} is installed as you asked for it.`,
    instead: (way) => installChange(installing, changed(id, wish, way)),
  };
}
