import { checkDraft } from '../../app/draft.ts';
import { licenceExpression } from '../../app/licence-expression.ts';
import { cutText } from '../../core/cut-text.ts';
import { toGenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { ModuleType } from '../../core/module-type.ts';
import { MAX_DESCRIPTION, MAX_NAME, MAX_TAG, MAX_TAGS, TAG } from '../../core/record/kinds.ts';
import type { ReleaseDraft } from '../../ports/engine.ts';
import type { CatalogueModule } from '../catalogue-file.ts';
import { importedId } from './imported-id.ts';

/** What is left out, and why; without a version a whole module, without an id a line that cannot be read. */
export interface Skipped {
  readonly line?: number;
  readonly id?: string;
  readonly version?: string;
  readonly reason: string;
}

export interface ImportedModule {
  readonly id: ModuleId;
  /** What the catalogue calls it. */
  readonly source: string;
  /** Newest first, each within every limit of a publish. */
  readonly drafts: readonly ReleaseDraft[];
  /** Functions with their types, as far as the catalogue tells them. */
  readonly exports: readonly string[];
}

export interface ImportRules {
  /** What the ids of the catalogue go below, such as `opam`. */
  readonly prefix: string;
  /** At most so many releases of a module, the newest. */
  readonly releases: number;
  /** Whether the catalogue has a module of this id: a relay takes no release that needs what nobody has. */
  isListed(id: string): boolean;
}

const MAX_AUTHOR = 200;
const MAX_URL = 500;

/** Words of an id or tag that say what kind of module it is; a catalogue may say it itself. */
const KINDS: readonly (readonly [ModuleType, RegExp])[] = [
  ['tool', /^(?:cli|tool|tools|bin|command|commands|lint|linter|formatter|generator)$/],
  ['storage', /^(?:storage|database|db|sql|sqlite|kv|cache|filesystem|fs)$/],
  ['validator', /^(?:validator|validation|schema|checker|check)$/],
  ['inference', /^(?:inference|neural|ml|model|torch|tensor|llm)$/],
  ['knowledge', /^(?:knowledge|ontology|dictionary|data|dataset|unicode|timezone)$/],
];

function typeOf({ type, id, tags }: CatalogueModule): ModuleType {
  if (type !== undefined) return type;
  const words = [...id.toLowerCase().split(/[^a-z0-9]+/), ...tags.map((tag) => tag.toLowerCase())];
  return KINDS.find(([, kind]) => words.some((word) => kind.test(word)))?.[0] ?? 'library';
}

function cut(text: string, most: number): string {
  return cutText(text, most).trim();
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What a tag may be: `unit tests` becomes `unit-tests`; what cannot become one is left out. */
function tagsOf({ tags }: CatalogueModule): string[] {
  const plain = tags.map((tag) => tag.trim().toLowerCase().replaceAll(/\s+/g, '-'));
  return [...new Set(plain.filter((tag) => tag.length <= MAX_TAG && TAG.test(tag)))].slice(0, MAX_TAGS);
}

function urlOf(text: string): string {
  return text.length <= MAX_URL && /^https?:\/\/[^\s]+$/.test(text) ? text : '';
}

function needsOf(needs: Readonly<Record<string, string>>, prefix: string) {
  return Object.entries(needs).map(([id, range]) => ({ id: importedId(prefix, id), range }));
}

/** Why a release is left out: what it needs is nowhere, or it does not fit a limit. */
function faultOf(draft: ReleaseDraft, needed: readonly string[], rules: ImportRules): string | undefined {
  const missing = needed.find((id) => !rules.isListed(id));
  if (missing !== undefined) return `dependency ${missing}`;
  try {
    checkDraft(draft);
    return undefined;
  } catch (thrown) {
    const { reason, data } = toGenError(thrown);
    return [reason, data['field'], data['value']]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
  }
}

/**
 * A line of a catalogue as what its releases are published from.
 *
 * @param skip told of each release that is left out.
 * @throws GenError InvalidInput `module-id` where the id cannot be had here.
 */
export function importedModule(
  entry: CatalogueModule,
  rules: ImportRules,
  skip: (what: Skipped) => void,
): ImportedModule {
  const { prefix } = rules;
  const id = importedId(prefix, entry.id);
  const said = {
    id,
    name: cut(oneLine(entry.name), MAX_NAME) || entry.id.slice(0, MAX_NAME),
    description: cut(oneLine(entry.description), MAX_DESCRIPTION),
    tags: tagsOf(entry),
    licence: licenceExpression(entry.license),
    type: typeOf(entry),
    readme: '',
    changelog: '',
    author: cut(oneLine(entry.author), MAX_AUTHOR),
    homepage: '',
    repository: urlOf(entry.repo_url),
  };
  const drafts = entry.versions.slice(0, rules.releases).flatMap((release) => {
    const { version, dependencies } = release;
    const conflicts = needsOf(release.conflicts, prefix);
    const draft = { ...said, version, dependencies: needsOf(dependencies, prefix), conflicts };
    const reason = faultOf(draft, Object.keys(dependencies), rules);
    if (reason === undefined) return [draft];
    skip({ id: entry.id, version, reason });
    return [];
  });
  return { id, source: entry.id, drafts, exports: entry.exports };
}
