import { basename } from 'node:path';
import { readCatalogueFile, type CatalogueModule } from '../../../src/cli/catalogue-file.ts';
import type { SearchDocument } from '../../../src/core/search/search-document.ts';

/** `opam` for `…/opam.jsonl.gz`. */
export function catalogueName(file: string): string {
  return basename(file).replace(/\.jsonl(\.gz)?$/, '');
}

export function documentOf(catalogue: string, module: CatalogueModule, place: number): SearchDocument {
  const { id, name, description, tags, author, license, type = 'library', exports, versions } = module;
  return {
    // Two catalogues may have a module of one name: published, each stands below its catalogue.
    id: `${catalogue}.${id}`,
    name,
    description,
    tags,
    author,
    owner: '',
    licence: license,
    type,
    version: versions[0]?.version ?? '0.0.0',
    imports: ['nothing'],
    exports,
    size: 0,
    updatedAt: place,
  };
}

/** All modules of catalogue files, as every engine is given them. */
export async function catalogueDocuments(files: readonly string[]): Promise<SearchDocument[]> {
  const documents: SearchDocument[] = [];
  const { signal } = new AbortController();
  for (const file of files) {
    const catalogue = catalogueName(file);
    for await (const module of readCatalogueFile(file, signal))
      documents.push(documentOf(catalogue, module, documents.length));
  }
  return documents;
}
