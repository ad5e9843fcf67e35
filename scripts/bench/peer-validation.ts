import { reportOn } from '../../src/core/wasm/report.ts';
import { DEFAULT_MAX_SIZE } from '../../src/core/wasm/size-limit.ts';
import { digest, withMark } from './mark.ts';
import { measurement, type Measurement } from './measurement.ts';
import { peers, type Peer } from './peers.ts';
import type { RealModule } from './real-modules.ts';
import { median, timed } from './statistics.ts';
import { validatedModules } from './validated-modules.ts';

/** They take up to seconds for one. */
const RUNS = 3;
const OWN_RUNS = 20;
/** Every second of the modules that the floor is measured with. */
const STEP = 2;
const WARM_UP = 1;
const LEAST = 'our report on the same bytes, hash and imports included';

async function times(runs: number, module: RealModule, work: (bytes: Uint8Array<ArrayBuffer>) => unknown) {
  const list: number[] = [];
  for (let run = 0; run < WARM_UP + runs; run += 1) {
    const bytes = withMark(module.bytes, run);
    const time = await timed(() => work(bytes));
    if (run >= WARM_UP) list.push(time);
  }
  return list;
}

/** The first line, without what comes after it: some print the whole module. */
function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.trim().split('\n')[0]?.slice(0, 120) ?? '';
}

async function measurePeer(module: RealModule, peer: Peer, own: readonly number[]): Promise<Measurement> {
  const what = `${module.name} · ${peer.name}`;
  const floor = { what: LEAST, times: own };
  try {
    return measurement(what, await times(RUNS, module, (bytes) => peer.read(bytes)), floor);
  } catch (thrown) {
    const none = { median: Number.NaN, p95: Number.NaN, ratio: Number.NaN };
    const least = { what: LEAST, median: median(own) };
    return { what, runs: 0, ...none, floor: least, failure: `cannot read: ${firstLine(thrown)}` };
  }
}

/** Side by side with the JavaScript validators that one would take instead, on real modules that the engine takes. */
export async function peerValidationPart(): Promise<Measurement[]> {
  const others = await peers();
  const measured: Measurement[] = [];
  const modules = await validatedModules({ large: false });
  for (const module of modules.filter((_, place) => place % STEP === 0)) {
    const own = await times(OWN_RUNS, module, (bytes) =>
      reportOn(bytes, { maxSize: DEFAULT_MAX_SIZE, digest }),
    );
    for (const peer of others) measured.push(await measurePeer(module, peer, own));
  }
  return measured;
}
