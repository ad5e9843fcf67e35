import type { Sha256 } from '../core/ids.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';

/** What the relay's verdict on a release is made from. */
export type Examined = Pick<WasmReport, 'verdict' | 'checks' | 'sha256' | 'size' | 'imports' | 'exports'>;

/** About what a list of imports and exports takes in memory, with what is found out from it once. */
function bytesOf({ imports, exports }: Examined): number {
  let bytes = 1024;
  for (const { module, name, type } of imports)
    bytes += 128 + 2 * (module.length + name.length + type.length);
  for (const { name, type } of exports) bytes += 160 + 2 * (name.length + type.length);
  return bytes;
}

/** The reports that were asked for last, as many as there is room for. */
export class KeptReports {
  readonly #room: number;
  readonly #reports = new Map<Sha256, { readonly report: Examined; readonly bytes: number }>();
  #bytes = 0;

  /** @param room bytes. */
  constructor(room: number) {
    this.#room = room;
  }

  get(sha256: Sha256): Examined | undefined {
    const kept = this.#reports.get(sha256);
    if (kept === undefined) return undefined;
    this.#reports.delete(sha256);
    this.#reports.set(sha256, kept);
    return kept.report;
  }

  /** What takes more than all the room is not kept, and made again when it is asked for. */
  put(sha256: Sha256, report: Examined): void {
    const bytes = bytesOf(report);
    if (bytes > this.#room || this.#reports.has(sha256)) return;
    this.#reports.set(sha256, { report, bytes });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#reports) {
      if (this.#bytes <= this.#room) return;
      this.#reports.delete(oldest);
      this.#bytes -= kept.bytes;
    }
  }
}
