import { MAX_BLOB } from '../../src/app/device.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { digest, withMark } from './mark.ts';
import { measurement, type Measurement } from './measurement.ts';
import type { RealModule } from './real-modules.ts';
import { timed } from './statistics.ts';
import { runsFor, validatedModules } from './validated-modules.ts';

const WARM_UP = 3;

async function report(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { verdict } = await reportOn(bytes, { maxSize: MAX_BLOB, digest });
  if (verdict !== 'valid') throw new Error(`a real module is called ${verdict}`);
}

async function validateAndHash(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!WebAssembly.validate(bytes)) throw new Error('a real module does not validate');
  await digest(bytes);
}

/** Report and floor in turns, each over bytes that the engine has not seen before, each first in every other run. */
async function measureModule(module: RealModule): Promise<Measurement> {
  const { name, bytes } = module;
  const times: number[] = [];
  const floors: number[] = [];
  const runs = runsFor(module);
  for (let run = 0; run < WARM_UP + runs; run += 1) {
    const turns = [
      { list: times, work: report, marked: withMark(bytes, 2 * run) },
      { list: floors, work: validateAndHash, marked: withMark(bytes, 2 * run + 1) },
    ];
    for (const { list, work, marked } of run % 2 === 0 ? turns : turns.reverse()) {
      const time = await timed(() => work(marked));
      if (run >= WARM_UP) list.push(time);
    }
  }
  const what = 'WebAssembly.validate + sha256 (WebCrypto) of the same bytes in the same process';
  return measurement(name, times, { what, times: floors }, { 'of WebAssembly': bytes.length });
}

/** The report that a publish and an install make of a binary, against what no check could do without. */
export async function validationPart(options: { readonly large: boolean }): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  for (const module of await validatedModules(options)) measured.push(await measureModule(module));
  return measured;
}
