import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import { generatedModules } from '../../catalogue/generated-modules.ts';
import { catalogueDocuments, documentOf } from './catalogue-documents.ts';

/** Where documents come from, so that a process of its own can make the same. */
export type Source = { readonly catalogues: readonly string[] } | { readonly generated: number };

const SEED = 1;

export async function documentsOf(source: Source): Promise<readonly SearchDocument[]> {
  if ('catalogues' in source) return catalogueDocuments(source.catalogues);
  const modules = generatedModules({ modules: source.generated, releases: 1, seed: SEED });
  return Array.from(modules, (module, place) => documentOf('generated', module, place));
}
