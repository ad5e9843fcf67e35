import type { DocumentPath, Epoch } from '../core/record/document.ts';

/** The documents of the catalogue's shards, in their order. */
export function catalogPaths({ shards }: Epoch): readonly DocumentPath[] {
  return Array.from({ length: shards }, (_, shard) => `catalog/${shard}` as DocumentPath);
}
