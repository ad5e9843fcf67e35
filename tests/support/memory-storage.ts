import type { Chunk, StorageAdapterInterface, StorageKey } from '@automerge/automerge-repo/slim';

/** Storage of a repo in memory; given to a second repo it is what that one finds after a restart. */
export function memoryStorage(): StorageAdapterInterface & { readonly chunks: Map<string, Chunk> } {
  const chunks = new Map<string, Chunk>();
  const name = (key: StorageKey): string => key.join('\0');
  const below = (prefix: StorageKey): Chunk[] =>
    [...chunks.values()].filter(({ key }) => prefix.every((part, index) => key[index] === part));
  return {
    chunks,
    load: async (key) => chunks.get(name(key))?.data,
    async save(key, data) {
      chunks.set(name(key), { key, data });
    },
    async remove(key) {
      chunks.delete(name(key));
    },
    loadRange: async (prefix) => below(prefix),
    async removeRange(prefix) {
      for (const { key } of below(prefix)) chunks.delete(name(key));
    },
  };
}
