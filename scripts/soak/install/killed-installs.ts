import { randomOf, type Random } from '../../../tests/support/random.ts';
import type { Finding } from '../finding.ts';
import type { Graph } from './catalogue.ts';
import { deviceWorld, type DeviceWorld } from './device-world.ts';
import { killedRun, type Ending, type Part } from './killed-run.ts';
import type { NextFault } from './recorded-relay.ts';
import { drawnStory, shortStory, wholeStory, type Act } from './story.ts';
import { tallyOf } from './tally.ts';
import { expectations, type Expectations } from './switches.ts';

const GRAPHS = 6;
const LARGEST = 600 * 1024;
/** A process seldom makes more calls. */
const MOST_CALLS = 220;
const MOST_FAULTS = 4;

const honest: NextFault = () => undefined;

/** Some answers go wrong, not for ever. */
function faultsBy(random: Random): NextFault {
  let left = random.below(MOST_FAULTS + 1);
  return (path) => {
    const isBinary = path.startsWith('/blobs/');
    if (left === 0 || !random.chance(isBinary ? 0.5 : 0.1)) return undefined;
    left -= 1;
    const share = random.below(1000) / 1000;
    const kind = random.pick(isBinary ? (['silent', 'cut', 'flip'] as const) : (['silent', 'cut'] as const));
    return { kind, share };
  };
}

function findingOf(what: string, endings: readonly Ending[]): Finding {
  const deaths = tallyOf(endings.flatMap((ending) => ending.deaths));
  const states = tallyOf(endings.flatMap((ending) => ending.states));
  const switches = endings.reduce((sum, ending) => sum + ending.switches, 0);
  const wrong = endings.flatMap((ending) => ending.wrong);
  return {
    what,
    runs: endings.length,
    broken: endings.filter((ending) => ending.wrong.length > 0).length,
    measured: [
      `ended at ${deaths}`,
      `jobs were ${states}`,
      `${switches} switches`,
      ...wrong.slice(0, 5),
    ].join('; '),
  };
}

/** One story, ended at every call that it makes of a port; a write both before and after it was done. */
async function everyCall(world: DeviceWorld, expected: Expectations, acts: readonly Act[]): Promise<Finding> {
  const run = (parts: readonly Part[]) => killedRun(world, expected, { acts, parts, nextFault: honest });
  const { calls } = await run([]);
  const endings: Ending[] = [];
  for (let at = 1; at <= calls; at += 1) {
    const ending = await run([{ death: { at, isDone: false }, isServiceWorker: false }]);
    endings.push(ending);
    if (ending.deaths[0] === 'write')
      endings.push(await run([{ death: { at, isDone: true }, isServiceWorker: false }]));
  }
  return findingOf('a story stopped at every call of a port', endings);
}

async function bySeed(
  world: DeviceWorld,
  expected: Expectations,
  seeds: readonly number[],
): Promise<Finding> {
  const endings: Ending[] = [];
  for (const seed of seeds) {
    const random = randomOf(seed);
    const acts = drawnStory(random.pick(world.graphs), random);
    const parts = Array.from({ length: 1 + random.below(4) }, (): Part => ({
      death: { at: 1 + random.below(MOST_CALLS), isDone: random.chance(0.5) },
      isServiceWorker: random.chance(0.2),
    }));
    const ending = await killedRun(world, expected, { acts, parts, nextFault: faultsBy(random) });
    if (ending.wrong.length > 0) console.error(`soak: install, seed ${seed}: ${ending.wrong.join('; ')}`);
    endings.push(ending);
  }
  return findingOf('stories by seed, stopped up to four times, over a relay that fails', endings);
}

/** What is played, and how large. */
export interface KilledInstalls {
  readonly seeds: number;
  /** Where to begin. */
  readonly first?: number | undefined;
  /** What is stopped at every call: all that a device does, or one install with one dependency. */
  readonly story?: 'whole' | 'short' | undefined;
  readonly graphs?: number | undefined;
  /** Bytes of the largest binaries. */
  readonly largest?: number | undefined;
}

/** Processes that install, end at some call of a port, and are followed by others over the same tables. */
export async function killedInstalls({
  seeds,
  first = 1,
  story = 'whole',
  graphs = GRAPHS,
  largest = LARGEST,
}: KilledInstalls): Promise<Finding[]> {
  const world = await deviceWorld(graphs, largest);
  try {
    const expected = expectations(world);
    const drawn = Array.from({ length: seeds }, (_, place) => first + place);
    const [graph] = world.graphs as readonly [Graph];
    const acts = story === 'whole' ? wholeStory(graph) : shortStory(graph);
    return [await everyCall(world, expected, acts), await bySeed(world, expected, drawn)];
  } finally {
    await world.close();
  }
}
