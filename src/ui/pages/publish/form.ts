import { GenError } from '../../../core/errors.ts';
import { parseModuleId, parseRange, parseVersion } from '../../../core/ids.ts';
import type { ModuleType } from '../../../core/module-type.ts';
import type { ReleaseDraft } from '../../../ports/engine.ts';
import { sentenceFor } from '../../text/errors.ts';

export interface DependencyRow {
  readonly id: string;
  readonly range: string;
}

/** The form as typed. Names of fields are those of the draft, so that a refusal finds its field. */
export interface PublishForm {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** Comma separated. */
  readonly tags: string;
  readonly licence: string;
  readonly type: ModuleType;
  readonly readme: string;
  readonly changelog: string;
  readonly author: string;
  readonly homepage: string;
  readonly repository: string;
  readonly dependencies: readonly DependencyRow[];
  /** Names of the exported functions that are offered; absent: nobody has chosen yet. */
  readonly exports: readonly string[] | undefined;
}

/** Fields of the form, and the file beside it. */
export type Field = keyof PublishForm | 'file';
export type Problems = Readonly<Partial<Record<Field, string>>>;

export const EMPTY_FORM: PublishForm = {
  id: '',
  name: '',
  description: '',
  version: '',
  tags: '',
  licence: '',
  type: 'library',
  readme: '',
  changelog: '',
  author: '',
  homepage: '',
  repository: '',
  dependencies: [],
  exports: undefined,
};

const isEmptyRow = ({ id, range }: DependencyRow): boolean => id.trim() === '' && range.trim() === '';

/** @param offered of the file that is at hand; absent: all its functions. */
export function toDraft(form: PublishForm, offered?: readonly string[]): ReleaseDraft {
  const { author, exports: _chosen, ...rest } = form;
  return {
    ...rest,
    id: form.id.trim(),
    name: form.name.trim(),
    version: form.version.trim(),
    licence: form.licence.trim(),
    homepage: form.homepage.trim(),
    repository: form.repository.trim(),
    tags: form.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    dependencies: form.dependencies
      .filter((row) => !isEmptyRow(row))
      .map(({ id, range }) => ({ id: id.trim(), range: range.trim() === '' ? '*' : range.trim() })),
    ...(author.trim() === '' ? {} : { author: author.trim() }),
    ...(offered === undefined ? {} : { exports: offered }),
  };
}

export function fromDraft(draft: ReleaseDraft): PublishForm {
  return {
    ...EMPTY_FORM,
    ...draft,
    tags: draft.tags.join(', '),
    author: draft.author ?? '',
    dependencies: draft.dependencies.map(({ id, range }) => ({ id, range })),
  };
}

function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof GenError) return sentenceFor(thrown);
    throw thrown;
  }
}

function dependencyProblem({ dependencies, id: own }: ReleaseDraft): string | undefined {
  for (const { id, range } of dependencies) {
    const problem = problemOf(() => {
      parseModuleId(id);
      parseRange(range);
      if (id === own) throw new GenError('InvalidInput', 'self');
    });
    if (problem !== undefined) return `${id === '' ? 'A dependency has no id.' : `${id}:`} ${problem}`;
  }
  return undefined;
}

/** What can be said without asking anybody. The engine checks everything again. */
export function problemsOf(form: PublishForm, hasFile: boolean): Problems {
  const draft = toDraft(form);
  const found: Record<Field, string | undefined> = {
    ...(Object.fromEntries(Object.keys(form).map((field) => [field, undefined])) as Record<
      keyof PublishForm,
      undefined
    >),
    file: hasFile ? undefined : 'No file is chosen. Drop a .wasm file, or choose one.',
    id: problemOf(() => parseModuleId(draft.id)),
    version: problemOf(() => parseVersion(draft.version)),
    name: draft.name === '' ? 'The name is empty. Fill it in.' : undefined,
    licence:
      draft.licence === ''
        ? 'No licence is given. Write one such as MIT, so that others may use it.'
        : undefined,
    dependencies: dependencyProblem(draft),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

/** A refusal of the engine at the field it speaks of. */
export function problemFrom(error: GenError): Problems {
  const field = error.data['field'];
  if (error.code === 'WasmInvalid') return { file: sentenceFor(error) };
  return typeof field === 'string' && (field in EMPTY_FORM || field === 'file')
    ? { [field]: sentenceFor(error) }
    : {};
}
