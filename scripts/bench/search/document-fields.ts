import type { SearchDocument } from '../../../src/core/search/search-document.ts';

/** The texts that every engine is given of a document; what else a document has is for filters. */
export interface DocumentFields {
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly tags: string;
  readonly author: string;
}

export function documentFields({ id, name, description, tags, author }: SearchDocument): DocumentFields {
  return { path: id.replaceAll('.', ' '), name, description, tags: tags.join(' '), author };
}
