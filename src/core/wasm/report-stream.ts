import { readStream, type ReadStreamOptions } from './read-stream.ts';
import { oversizeReport, reportOn, type ReportOptions } from './report.ts';
import type { WasmReport } from './wasm-report.ts';

/**
 * `reportOn` for bytes that are still to come: of a file, a network, a store.
 *
 * @throws GenError as `readStream` and `reportOn` do.
 */
export async function reportOnStream(
  source: AsyncIterable<Uint8Array>,
  options: ReportOptions & ReadStreamOptions,
): Promise<WasmReport> {
  const read = await readStream(source, options);
  return 'size' in read ? oversizeReport(read.size, options.maxSize) : reportOn(read.bytes, options);
}
