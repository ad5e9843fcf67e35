import { toGenError, type GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import { readCatalogueFile, type CatalogueModule } from '../catalogue-file.ts';
import { importedId } from './imported-id.ts';
import { importedModule, type ImportedModule, type Skipped } from './imported-module.ts';

export interface CatalogueOptions {
  readonly prefix: string;
  /** At most so many modules, the first ones. */
  readonly limit: number;
  /** At most so many releases of each, the newest. */
  readonly releases: number;
}

/** A catalogue file as it is going to be published. */
export interface ReadCatalogue {
  /** Modules to publish, those without a release among them. */
  readonly count: number;
  isListed(id: string): boolean;
  isNamed(id: ModuleId): boolean;
  /** Reads the file once more: it holds one module at a time. */
  modules(skip: (what: Skipped) => void): AsyncGenerator<ImportedModule, void, undefined>;
}

function lineSkipped({ data }: GenError): Skipped {
  return { line: Number(data['line']), reason: `line ${String(data['text'] ?? '')}` };
}

/**
 * The ids of a catalogue: what its releases need may stand behind them.
 *
 * @param skip told of lines that cannot be read, and of ids that cannot be had or come twice.
 * @throws GenError NotFound `file` | Cancelled
 */
export async function readModules(
  file: string,
  options: CatalogueOptions,
  signal: AbortSignal,
  skip: (what: Skipped) => void,
): Promise<ReadCatalogue> {
  const { prefix, limit, releases } = options;
  const ids = new Set<string>();
  const names = new Set<string>();
  let count = 0;

  function nameOf({ id }: CatalogueModule): string | undefined {
    try {
      return importedId(prefix, id);
    } catch (thrown) {
      skip({ id, reason: toGenError(thrown).reason ?? 'module-id' });
      return undefined;
    }
  }

  for await (const entry of readCatalogueFile(file, signal, (error) => skip(lineSkipped(error)))) {
    const { id } = entry;
    if (ids.has(id)) {
      skip({ id, reason: 'twice' });
      continue;
    }
    const name = nameOf(entry);
    if (name === undefined) continue;
    ids.add(id);
    names.add(name);
    count += 1;
  }

  return {
    count: Math.min(count, limit),
    isListed: (id) => ids.has(id),
    isNamed: (id) => names.has(id),
    async *modules(skipRelease) {
      const left = new Set(ids);
      const rules = { prefix, releases, isListed: (id: string) => ids.has(id) };
      for await (const entry of readCatalogueFile(file, signal, () => undefined)) {
        if (ids.size - left.size >= limit) return;
        if (left.delete(entry.id)) yield importedModule(entry, rules, skipRelease);
      }
    },
  };
}
