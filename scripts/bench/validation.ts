import { MAX_BLOB } from '../../src/app/device.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { measurement, type Measurement } from './measurement.ts';
import { digest, realModules, withMark, type RealModule } from './real-modules.ts';
import { timed } from './statistics.ts';

const RUNS = 40;
const WARM_UP = 3;
const MEGABYTE = 1_000_000;
/** Below a megabyte, for comparison. */
const SMALLER = 6;

async function report(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { verdict } = await reportOn(bytes, { maxSize: MAX_BLOB, digest });
  if (verdict !== 'valid') throw new Error(`a real module is called ${verdict}`);
}

async function validateAndHash(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!WebAssembly.validate(bytes)) throw new Error('a real module does not validate');
  await digest(bytes);
}

/** Report and floor in turns over bytes that the engine has not seen before, each first in every other run. */
async function measureModule({ name, bytes }: RealModule): Promise<Measurement> {
  const times: number[] = [];
  const floors: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    const marked = withMark(bytes, run);
    const turns = [
      { list: times, work: report },
      { list: floors, work: validateAndHash },
    ];
    for (const { list, work } of run % 2 === 0 ? turns : turns.reverse()) {
      const time = await timed(() => work(marked));
      if (run >= WARM_UP) list.push(time);
    }
  }
  const what = 'WebAssembly.validate + sha256 (WebCrypto) of the same bytes in the same process';
  return measurement(name, times, { what, times: floors }, { 'of WebAssembly': bytes.length });
}

/** The report that a publish and an install make of a binary, against what no check could do without. */
export async function validationPart(): Promise<Measurement[]> {
  const modules = await realModules();
  const large = modules.filter(({ bytes }) => bytes.length > MEGABYTE);
  const small = modules.slice(large.length);
  const step = Math.max(1, Math.floor(small.length / SMALLER));
  const chosen = [...large, ...small.filter((_, place) => place % step === 0)];
  const measured: Measurement[] = [];
  for (const module of chosen) measured.push(await measureModule(module));
  return measured;
}
