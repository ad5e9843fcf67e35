import { declaredFindings } from './declared-findings.ts';
import { embeddedFindings } from './embedded-findings.ts';
import type { Finding, FindingKind } from './finding.ts';
import type { WasmModule } from './module-shape.ts';

/** Of one kind; the last of them says how many more there are. */
const MOST_OF_A_KIND = 5;

/** What deserves a look in a module that was read without a fault. Linear in the sizes of its data and custom sections. */
export function findingsOf(bytes: Uint8Array, module: WasmModule): Finding[] {
  const counts = new Map<FindingKind, number>();
  const found = [...declaredFindings(module), ...embeddedFindings(bytes, module)].filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= MOST_OF_A_KIND;
  });
  const last = new Map(found.map((finding) => [finding.kind, finding]));
  return found.map((finding) => {
    const more = (counts.get(finding.kind) ?? 0) - MOST_OF_A_KIND;
    return more > 0 && last.get(finding.kind) === finding
      ? { ...finding, evidence: `${finding.evidence}; and ${more} more` }
      : finding;
  });
}
