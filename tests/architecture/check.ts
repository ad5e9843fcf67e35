import { cyclesIn } from './cycles.ts';
import { importsOf, isBarrel, resolveImport } from './imports.ts';
import type { Import } from './imports.ts';
import { LAYERS, LONGEST_FILE, NEVER_LOADED } from './layers.ts';
import type { Layer } from './layers.ts';

/** Path from the project's folder, with `/`, to text; files that hold no code (styles) count as import targets alone. */
export type Sources = ReadonlyMap<string, string>;

interface Edge {
  readonly from: string;
  readonly found: Import;
  /** `undefined` for a package. */
  readonly to: string | undefined;
}

const isCode = (path: string) => /\.tsx?$/.test(path);

function layerOf(path: string): Layer | undefined {
  return LAYERS.find(({ at }) =>
    typeof at === 'string' ? path === at || (at.endsWith('/') && path.startsWith(at)) : at.test(path),
  );
}

function isOneOf(specifier: string, packages: readonly string[]): boolean {
  return packages.some((name) =>
    name.endsWith('*')
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  );
}

function judgeEdge({ from, to, found }: Edge, sources: Sources): string | undefined {
  const { specifier, kind, line } = found;
  const layer = layerOf(from);
  if (layer === undefined) return undefined;
  if (to === undefined) {
    if (isOneOf(specifier, layer.packages)) return undefined;
    return `${from}:${line} imports ${specifier}, which is no package of ${layer.name} (${layer.packages.join(', ') || 'none'}).`;
  }
  if (!sources.has(to)) return `${from}:${line} imports ${specifier}: there is no ${to}.`;
  const target = layerOf(to);
  if (target === undefined || target === layer || layer.may.includes(target.name)) return undefined;
  const may =
    [...layer.may, ...(layer.mayTypes ?? []).map((name) => `types of ${name}`)].join(', ') || 'nothing';
  if (layer.mayTypes?.includes(target.name)) {
    if (kind === 'type') return undefined;
    return `${from}:${line} imports ${to}: ${layer.name} may import only types of ${target.name} (import type).`;
  }
  return `${from}:${line} imports ${to}: ${layer.name} may not import ${target.name}, but ${may}.`;
}

function judgeFile(path: string, text: string): readonly string[] {
  const lines = text.trimEnd().split('\n').length;
  return [
    ...(layerOf(path) === undefined
      ? [`${path} lies in no layer: name one in tests/architecture/layers.ts.`]
      : []),
    ...(isBarrel(text) ? [`${path} is a barrel: import from the file that declares.`] : []),
    ...(/^export\s+default\b/m.test(text) ? [`${path} has a default export: give it a name.`] : []),
    ...(lines > LONGEST_FILE
      ? [`${path} has ${lines} lines, over ${LONGEST_FILE}: which two ideas are in it?`]
      : []),
  ];
}

/** The chain of value imports by which a process loads what it must not. */
function judgeLoading(edges: readonly Edge[], start: string): readonly string[] {
  const rules = NEVER_LOADED.filter(({ from }) => start.startsWith(from));
  if (rules.length === 0) return [];
  const paths = new Map<string, readonly string[]>([[start, [start]]]);
  const found = new Set<string>();
  for (const [path, chain] of paths) {
    for (const edge of edges) {
      if (edge.from !== path || edge.found.kind !== 'value') continue;
      if (edge.to !== undefined && !paths.has(edge.to)) paths.set(edge.to, [...chain, edge.to]);
      const rule =
        edge.to === undefined
          ? rules.find(({ packages }) => isOneOf(edge.found.specifier, [packages]))
          : undefined;
      if (rule !== undefined) found.add(`${[...chain, edge.found.specifier].join(' → ')}: ${rule.why}.`);
    }
  }
  return [...found];
}

/** Every breach of the architecture, each as a sentence that names file and rule; none when it holds. */
export function breaches(sources: Sources): readonly string[] {
  const code = [...sources].filter(([path]) => isCode(path));
  const edges = code.flatMap(([from, text]) =>
    importsOf(text).map((found): Edge => ({ from, found, to: resolveImport(from, found.specifier) })),
  );
  const graph = new Map(
    code.map(([path]) => [
      path,
      edges.flatMap(({ from, to, found }) =>
        from === path && to !== undefined && found.kind !== 'worker' && sources.has(to) ? [to] : [],
      ),
    ]),
  );
  return [
    ...edges.flatMap((edge) => judgeEdge(edge, sources) ?? []),
    ...code.flatMap(([path, text]) => judgeFile(path, text)),
    ...cyclesIn(graph).map((cycle) => `These files import one another in a circle: ${cycle.join(', ')}.`),
    ...code.flatMap(([path]) => judgeLoading(edges, path)),
  ];
}
