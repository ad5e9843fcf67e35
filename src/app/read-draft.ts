import { GenError } from '../core/errors.ts';
import { parseModuleId, parseRange, parseVersion, type ModuleId, type Version } from '../core/ids.ts';
import { MAX_TAG, MAX_TAGS, TAG } from '../core/record/kinds.ts';
import type { Dependency } from '../core/view/module-view.ts';
import type { ReleaseDraft } from '../ports/engine.ts';

export interface ReadDraft {
  readonly id: ModuleId;
  readonly version: Version;
  readonly tags: readonly string[];
  readonly dependencies: readonly Dependency[];
  readonly conflicts: readonly Dependency[];
}

const MAX_DEPENDENCIES = 100;

/** The refusal of a field of a draft. */
export function invalid(field: string, reason: string, value = ''): GenError {
  return new GenError('InvalidInput', reason, { field, value: value.slice(0, 200) });
}

function parseTags(texts: readonly string[]): string[] {
  const tags = [...new Set(texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))];
  if (tags.length > MAX_TAGS)
    throw new GenError('InvalidInput', 'too-many', { field: 'tags', limit: MAX_TAGS });
  const bad = tags.find((tag) => tag.length > MAX_TAG || !TAG.test(tag));
  if (bad !== undefined) throw invalid('tags', 'tag', bad);
  return tags.sort();
}

function parseNamed(draft: ReleaseDraft, field: 'dependencies' | 'conflicts'): Dependency[] {
  const named: ReleaseDraft['dependencies'] = draft[field] ?? [];
  if (named.length > MAX_DEPENDENCIES)
    throw new GenError('InvalidInput', 'too-many', { field, limit: MAX_DEPENDENCIES });
  return named.map(({ id, range, optional }) => {
    try {
      const dependency = { id: parseModuleId(id), range: parseRange(range) };
      if (dependency.id === draft.id) throw invalid(field, 'self', id);
      return optional === true ? { ...dependency, optional } : dependency;
    } catch (thrown) {
      if (!(thrown instanceof GenError)) throw thrown;
      throw new GenError('InvalidInput', thrown.reason, { ...thrown.data, field }, thrown);
    }
  });
}

/**
 * What a person typed, parsed.
 *
 * @throws GenError InvalidInput; `data.field` names the field of the draft.
 */
export function readDraft(draft: ReleaseDraft): ReadDraft {
  return {
    id: parseModuleId(draft.id),
    version: parseVersion(draft.version),
    tags: parseTags(draft.tags),
    dependencies: parseNamed(draft, 'dependencies'),
    conflicts: parseNamed(draft, 'conflicts'),
  };
}
