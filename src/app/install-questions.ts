import { toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { abilitiesOf, inOrderOfAbilities } from '../core/wasm/abilities.ts';
import { importDifference } from '../core/wasm/import-difference.ts';
import type { ImportRules } from '../core/wasm/import-rules.ts';
import type { WasmImport } from '../core/wasm/module-shape.ts';
import { outsidePolicy } from '../core/wasm/policy.ts';
import type { BinaryInterface } from '../core/wasm/binary-interface.ts';
import type { InstallQuestion } from '../ports/import-rules.ts';
import type { InstalledRelease, PlannedRelease } from '../ports/sets.ts';

/** Of each list; the counts say how many there are. */
const MOST_ASKED = 50;
const LONGEST = 200;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** Known abilities first: a binary cannot push what it asks for out of the list. */
function asked(imports: readonly WasmImport[]): WasmImport[] {
  return inOrderOfAbilities(imports)
    .slice(0, MOST_ASKED)
    .map(({ module, name, kind, type }) => ({
      module: shortened(module),
      name: shortened(name),
      kind,
      type: shortened(type),
    }));
}

function digestOf(value: unknown): string {
  return toHex(sha256(new TextEncoder().encode(JSON.stringify(value))));
}

/** Over all that is asked, not only what is shown. */
function markOf(
  release: PlannedRelease,
  ...lists: readonly (readonly Pick<WasmImport, 'module' | 'name' | 'kind'>[])[]
): string {
  const said = lists.map((list) => list.map(({ module, name, kind }) => [module, name, kind]));
  return digestOf([release.sha256, said]);
}

/**
 * @throws GenError PermissionDenied `import-policy`, naming the first of what is outside and how many there are, or
 * `component`: nobody is asked about these.
 */
function requireAdmitted(
  { id, version }: PlannedRelease,
  { layer }: BinaryInterface,
  outside: readonly WasmImport[],
): void {
  if (layer === 'component') throw new GenError('PermissionDenied', 'component', { id, version });
  if (outside.length === 0) return;
  const imports = asked(outside).map(({ module, name }) => `${module}.${name}`);
  throw new GenError('PermissionDenied', 'import-policy', { id, version, imports, count: outside.length });
}

/**
 * What a person is to be asked about one release before it takes the place of another.
 *
 * @param read   the binary; where its release `saysNothing` of it, all its imports are asked about, as those outside are.
 * @param before the installed release of the same module with its imports: none of them where its binary is lost.
 * @returns `undefined` when nothing has to be asked.
 * @throws GenError PermissionDenied `import-policy` | `component` where the rules are strict.
 */
export function questionAbout(
  release: PlannedRelease,
  read: BinaryInterface & { readonly saysNothing: boolean },
  before: { readonly row: InstalledRelease; readonly imports: readonly WasmImport[] } | undefined,
  { policy, validation }: ImportRules,
): InstallQuestion | undefined {
  const outside = outsidePolicy(read.imports, policy);
  if (validation === 'strict') requireAdmitted(release, read, outside);
  const toAsk = validation !== 'standard' ? [] : read.saysNothing ? read.imports : outside;
  const { added, removed } =
    before === undefined ? { added: [], removed: [] } : importDifference(before.imports, read.imports);
  if (toAsk.length === 0 && added.length === 0) return undefined;
  return {
    mark: markOf(release, added, toAsk),
    id: release.id,
    name: release.name,
    version: release.version,
    installed: before?.row.version,
    added: asked(added),
    addedAbilities: added.length === 0 ? [] : abilitiesOf(added),
    addedCount: added.length,
    removedCount: removed.length,
    outside: asked(toAsk),
    outsideAbilities: toAsk.length === 0 ? [] : abilitiesOf(toAsk),
    outsideCount: toAsk.length,
    ...(read.saysNothing && toAsk.length > 0 ? { isUnsaid: true } : {}),
  };
}
