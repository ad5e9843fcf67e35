import type { ModuleId } from '../../core/ids.ts';
import type { Topic } from '../../ports/engine.ts';

/**
 * Modules' pages that were answered while the catalogue was on its way. What they say of other modules, above all which of them
 * this one can be taken for, is said anew when more has come.
 */
export interface EarlyPages {
  answered(id: ModuleId): void;
  /** More of the catalogue is here. */
  tell(): void;
  /** From now on it is as whole as it gets, and no page is early. */
  end(): void;
}

export function createEarlyPages(announce: (topics: readonly Topic[]) => void): EarlyPages {
  const pages = new Set<ModuleId>();
  let hasEnded = false;

  function tell(): void {
    if (pages.size > 0) announce([...pages].map((id): Topic => `module/${id}`));
  }

  return {
    answered(id) {
      if (!hasEnded) pages.add(id);
    },
    tell,
    end() {
      hasEnded = true;
      tell();
      pages.clear();
    },
  };
}
