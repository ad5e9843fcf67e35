import parseSpdx from 'spdx-expression-parse';
import { GenError } from '../core/errors.ts';
import { parseModuleId, parseRange, parseVersion, type ModuleId, type Version } from '../core/ids.ts';
import { MAX_DESCRIPTION, MAX_NAME, MAX_TAG, MAX_TAGS, TAG } from '../core/record/kinds.ts';
import type { Dependency } from '../core/view/module-view.ts';
import type { ReleaseDraft } from '../ports/engine.ts';
import { MAX_TEXT } from './device.ts';

export interface CheckedDraft {
  readonly id: ModuleId;
  readonly version: Version;
  readonly tags: readonly string[];
  readonly dependencies: readonly Dependency[];
}

function invalid(field: string, reason: string, value = ''): GenError {
  return new GenError('InvalidInput', reason, { field, value: value.slice(0, 200) });
}

/** As the bodies of the records have them (src/core/record/kinds.ts): nothing fails after the name was claimed. */
const MAX_LICENCE = 100;
const MAX_URL = 500;
const MAX_AUTHOR = 200;
const MAX_DEPENDENCIES = 100;

function checkUrl(field: string, value: string): void {
  checkLength(field, value, MAX_URL);
  if (value !== '' && !/^https?:\/\/[^\s]+$/.test(value)) throw invalid(field, 'url', value);
}

function checkLength(field: string, value: string, limit: number): void {
  if (value.length > limit)
    throw new GenError('InvalidInput', 'too-long', { field, limit, length: value.length });
}

function checkLicence(value: string): void {
  try {
    parseSpdx(value);
  } catch {
    throw invalid('licence', 'spdx', value);
  }
}

function parseTags(texts: readonly string[]): string[] {
  const tags = [...new Set(texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))];
  if (tags.length > MAX_TAGS)
    throw new GenError('InvalidInput', 'too-many', { field: 'tags', limit: MAX_TAGS });
  const bad = tags.find((tag) => tag.length > MAX_TAG || !TAG.test(tag));
  if (bad !== undefined) throw invalid('tags', 'tag', bad);
  return tags.sort();
}

function parseDependencies(draft: ReleaseDraft): Dependency[] {
  if (draft.dependencies.length > MAX_DEPENDENCIES)
    throw new GenError('InvalidInput', 'too-many', { field: 'dependencies', limit: MAX_DEPENDENCIES });
  return draft.dependencies.map(({ id, range, optional }) => {
    try {
      const dependency = { id: parseModuleId(id), range: parseRange(range) };
      if (dependency.id === draft.id) throw invalid('dependencies', 'self', id);
      return optional === true ? { ...dependency, optional } : dependency;
    } catch (thrown) {
      if (!(thrown instanceof GenError)) throw thrown;
      throw new GenError('InvalidInput', thrown.reason, { ...thrown.data, field: 'dependencies' }, thrown);
    }
  });
}

/**
 * What a person typed, parsed once.
 *
 * @throws GenError InvalidInput; `data.field` names the field of the draft.
 */
export function checkDraft(draft: ReleaseDraft): CheckedDraft {
  const id = parseModuleId(draft.id);
  const version = parseVersion(draft.version);
  if (draft.name.trim() === '') throw invalid('name', 'empty');
  checkLength('name', draft.name, MAX_NAME);
  checkLength('description', draft.description, MAX_DESCRIPTION);
  checkLength('licence', draft.licence, MAX_LICENCE);
  checkLicence(draft.licence);
  checkLength('author', draft.author ?? '', MAX_AUTHOR);
  checkLength('readme', draft.readme, MAX_TEXT / 4);
  checkLength('changelog', draft.changelog, MAX_TEXT / 4);
  checkUrl('homepage', draft.homepage);
  checkUrl('repository', draft.repository);
  return { id, version, tags: parseTags(draft.tags), dependencies: parseDependencies(draft) };
}
