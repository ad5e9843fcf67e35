import parseSpdx from 'spdx-expression-parse';
import { GenError } from '../core/errors.ts';
import { MAX_DESCRIPTION, MAX_NAME } from '../core/record/kinds.ts';
import type { ReleaseDraft } from '../ports/engine.ts';
import { MAX_TEXT } from './device.ts';
import { invalid, readDraft, type ReadDraft } from './read-draft.ts';

/** As the bodies of the records have them (src/core/record/kinds.ts): nothing fails after the name was claimed. */
const MAX_LICENCE = 100;
const MAX_URL = 500;
const MAX_AUTHOR = 200;

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

/**
 * What a person typed, before it is stored: read, and held against every limit.
 *
 * @throws GenError InvalidInput; `data.field` names the field of the draft.
 */
export function checkDraft(draft: ReleaseDraft): ReadDraft {
  const read = readDraft(draft);
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
  return read;
}
