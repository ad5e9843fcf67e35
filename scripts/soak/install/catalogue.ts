import { concat } from '../../../src/core/bytes.ts';
import { parseModuleId, type ModuleId } from '../../../src/core/ids.ts';
import { person, type Person } from '../../../tests/support/person.ts';
import { randomOf, type Random } from '../../../tests/support/random.ts';
import { leb, text, wasm } from '../../../tests/wasm/binary.ts';

/** Modules that need each other, all of them as 1.0.0 and 1.1.0. The first needs nothing. */
export interface Graph {
  readonly modules: readonly ModuleId[];
}

type Needs = Readonly<Record<string, string>>;

const VERSIONS = ['1.0.0', '1.1.0'] as const;

/** Bytes that no two releases share. */
export function binaryOf(random: Random, size: number): Uint8Array<ArrayBuffer> {
  const label = text('by');
  const content = Uint8Array.from({ length: size }, () => random.below(256));
  return concat(wasm(), Uint8Array.from([0, ...leb(label.length + size), ...label]), content);
}

async function publish(
  publisher: Person,
  id: ModuleId,
  version: string,
  needs: Needs,
  binary: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const dependencies = Object.entries(needs).map(([needed, range]) => ({ id: needed, range }));
  const { state, error } = await publisher.publishes({ id, version, dependencies }, binary);
  if (state !== 'receipted') throw new Error(`a publish is ${state}: ${JSON.stringify(error)}`);
}

/** An app that needs two modules which need the same one, and a viewer that needs that one too. */
function diamond(modules: readonly ModuleId[]): (place: number, version: string) => Needs {
  const [base = '', left = '', right = '', app = ''] = modules;
  const needs: readonly (readonly string[])[] = [[], [base], [base], [left, right], [base]];
  return (place, version) =>
    Object.fromEntries(
      (needs[place] ?? []).map((id) => [id, version === '1.1.0' && id !== app ? '^1.1.0' : '^1.0.0']),
    );
}

/** Each needs some of those before it; the newer release sometimes newer ones, or one more. */
function drawn(modules: readonly ModuleId[], random: Random): (place: number, version: string) => Needs {
  const former = new Map<number, Needs>();
  return (place, version) => {
    const before = modules.slice(0, place);
    const some = Object.fromEntries(random.some(before, 0.5).map((id) => [id, '^1.0.0']));
    const all = { ...former.get(place), ...(version === '1.0.0' || random.chance(0.3) ? some : {}) };
    former.set(place, all);
    const range = (): string => (version === '1.1.0' && random.chance(0.4) ? '^1.1.0' : '^1.0.0');
    return Object.fromEntries(Object.keys(all).map((id) => [id, range()]));
  };
}

const SIZE = 5;

/** @param number 0: the diamond; others are drawn by it. @param largest bytes of the largest binaries. */
export async function publishGraph(address: string, number: number, largest: number): Promise<Graph> {
  const random = randomOf(number);
  const publisher = await person(address);
  const modules = Array.from({ length: SIZE }, (_, place) =>
    parseModuleId(`io.example.graph-${number}.module-${place}`),
  );
  const needs = number === 0 ? diamond(modules) : drawn(modules, random);
  for (const version of VERSIONS)
    for (const [place, id] of modules.entries()) {
      const size = place === 0 ? largest : 200 + random.below(largest / 8);
      await publish(publisher, id, version, needs(place, version), binaryOf(random, size));
    }
  return { modules };
}
