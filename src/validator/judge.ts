import { toGenError } from '../core/errors.ts';
import { requireWithin } from '../core/wasm/report-bounds.ts';
import { reportOnStream } from '../core/wasm/report-stream.ts';
import { oversizeReport, reportOn, type Digest } from '../core/wasm/report.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';
import type { Job, Message } from './protocol.ts';

/** Milliseconds between two words about how far the reading is. */
const PROGRESS_EVERY = 100;

const digest: Digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** One job in its thread: a browser's worker and a process of Node alike. Never throws: a failure is said too. */
export async function judge(job: Job, say: (message: Message) => void): Promise<void> {
  try {
    say({ kind: 'report', report: within(job, await reportFor(job, say)) });
  } catch (error) {
    say({ kind: 'failed', error: toGenError(error).toJSON() });
  }
}

function within({ bounds }: Job, report: WasmReport): WasmReport {
  if (bounds !== undefined) requireWithin(report, bounds);
  return report;
}

async function reportFor(job: Job, say: (message: Message) => void): Promise<WasmReport> {
  const { source, maxSize, policy } = job;
  const options = { maxSize, policy, digest };
  const total = source instanceof ArrayBuffer ? source.byteLength : source.size;
  const read = (done: number) => say({ kind: 'read', done, total });
  if (total > maxSize) return oversizeReport(total, maxSize);
  if (source instanceof ArrayBuffer) {
    read(total);
    return reportOn(new Uint8Array(source), options);
  }
  if (total === 0) read(0);
  let said = performance.now();
  return reportOnStream(chunksOf(source), {
    ...options,
    announced: total,
    onProgress({ done }) {
      const now = performance.now();
      if (done < total && now - said < PROGRESS_EVERY) return;
      said = now;
      read(done);
    },
  });
}

/** By a reader: not every browser's streams can be iterated. */
async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await reader.cancel();
  }
}
