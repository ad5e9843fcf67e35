import { GenError } from '../../core/errors.ts';
import { resolution, type Resolution } from '../../core/resolve/resolution.ts';
import type { ResolutionOptions } from '../../core/resolve/solution.ts';
import type { Need } from '../../core/resolve/versions.ts';
import { readReleases } from '../catalogue-releases.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { resolutionJson, resolutionLines } from '../resolution-lines.ts';

export interface ResolveFlags {
  readonly catalogue?: string | undefined;
  readonly cases?: string | undefined;
  readonly cycles: NonNullable<ResolutionOptions['cycles']>;
  readonly prereleases?: boolean;
  readonly prefer: readonly string[];
}

/** Of this command: there is nothing that could be verified, and no network. */
const EXIT_OF: Readonly<Record<Resolution['kind'], number>> = {
  resolved: EXIT.ok,
  unsatisfiable: 3,
  cycle: 4,
};

const usage = (text: string): GenError => new GenError('InvalidInput', 'usage', { text });

/** `codec@^1.0.0`; any release where no range is said. */
function parseWish(text: string): Need {
  const at = text.lastIndexOf('@');
  const [id, range] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, '*'];
  if (id.trim() === '') throw usage(`"${text}" is no id or id@range.`);
  return { id: id.trim(), range: range.trim() };
}

/** `gen resolve`: what belongs together, by a catalogue file; asks nobody and changes nothing. */
export async function resolve(
  context: Pick<Context, 'out' | 'signal'>,
  wishes: readonly string[],
  { catalogue, cases, cycles, prereleases, prefer }: ResolveFlags,
): Promise<ExitCode> {
  const { out, signal } = context;
  if ((catalogue === undefined) === (cases === undefined))
    throw usage('Either --catalogue or --cases. See --help.');
  const preferred = new Map(prefer.map(parseWish).map(({ id, range }) => [id, range]));
  if (cases !== undefined) {
    if (wishes.length > 0) throw usage('--cases say themselves what is asked for. See --help.');
    const { resolveCases } = await import('./resolve-cases.ts');
    return resolveCases(context, cases, { cycles, prereleases, preferred });
  }
  if (wishes.length === 0) throw usage('Nothing is asked for: name modules, as id or id@range. See --help.');
  const releases = await readReleases(catalogue ?? '', signal);
  const found = await resolution(wishes.map(parseWish), (id) => releases.get(id), {
    cycles,
    prereleases,
    preferred,
    signal,
  });
  out.result(resolutionJson(found), () => resolutionLines(found));
  return EXIT_OF[found.kind] as ExitCode;
}
