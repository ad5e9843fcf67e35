import { installedNodes, type InstalledNode } from '../../app/installed-nodes.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId, parseVersion } from '../../core/ids.ts';
import { brokenBy, brokenWithout, edgesOf, waysTo, type GraphEdge } from '../../core/resolve/graph.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

interface WhyFlags {
  /** A version that it may be updated to. */
  readonly to?: string | undefined;
}

/** One module on a way; what the one before needs it as, but for the first. */
interface Step {
  readonly id: string;
  readonly version: string;
  readonly range: string | undefined;
}

function stepsOf(way: readonly string[], nodes: readonly InstalledNode[]): readonly Step[] {
  const edges = edgesOf(nodes);
  return way.map((id, place) => ({
    id,
    version: nodes.find((node) => node.id === id)?.version ?? '',
    range: edges.find((edge) => edge.from === way[place - 1] && edge.to === id)?.range,
  }));
}

function wayLine(steps: readonly Step[]): string {
  const words = steps.map(({ id, version, range }, place) =>
    range === undefined
      ? `${id} ${version}`
      : `${id} ${version} (${steps[place - 1]?.id ?? ''} needs ${range})`,
  );
  return ['you', ...words].join(' → ');
}

function withoutItLines(id: string, directly: readonly string[], indirectly: readonly string[]): string[] {
  if (directly.length === 0) return [`Nothing installed needs ${id}.`];
  return [
    `Without it these would break: ${directly.join(', ')}`,
    ...(indirectly.length === 0 ? [] : [`and these, as they need those: ${indirectly.join(', ')}`]),
  ];
}

function atVersionLines(to: string, broken: readonly GraphEdge[]): string[] {
  if (broken.length === 0) return [`Nothing would break by ${to}.`];
  return [
    `At ${to} it would not fit: ${broken.map(({ from, range }) => `${from} (needs ${range})`).join(', ')}`,
  ];
}

/** `gen why`: by which ways an installed module is there, and what would break without it; asks nobody. */
export async function why(context: Context, text: string, flags: WhyFlags): Promise<ExitCode> {
  const id = parseModuleId(text);
  const to = flags.to === undefined ? undefined : parseVersion(flags.to);
  const nodes = await installedNodes(context.home().tables);
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) throw new GenError('NotFound', 'installation', { id });
  const wanted = nodes.filter((one) => one.wanted).map((one) => one.id);
  const ways = waysTo(id, wanted, nodes).map((way) => stepsOf(way, nodes));
  const withoutIt = brokenWithout(id, nodes);
  const atVersion = to === undefined ? undefined : brokenBy(id, to, edgesOf(nodes));
  const value = {
    id,
    version: node.version,
    wanted: node.wanted,
    ways,
    withoutIt,
    atVersion:
      to === undefined
        ? undefined
        : { version: to, broken: atVersion?.map(({ from, range }) => ({ id: from, range })) },
  };
  context.out.result(value, () => [
    ...(ways.length === 0 ? [`Nothing that you asked for needs ${id} ${node.version}.`] : ways.map(wayLine)),
    ...withoutItLines(id, withoutIt.directly, withoutIt.indirectly),
    ...(to === undefined || atVersion === undefined ? [] : atVersionLines(to, atVersion)),
  ]);
  return EXIT.ok;
}
