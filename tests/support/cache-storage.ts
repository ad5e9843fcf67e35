/** `CacheStorage` in memory, as far as the app uses it. Like a browser's, its caches stand in the order in which they were made. */
export function memoryCaches(): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const addressOf = (request: RequestInfo | URL): string =>
    request instanceof Request ? request.url : String(request);

  function cacheOf(kept: Map<string, Response>): Cache {
    const cache: Partial<Cache> = {
      keys: async () => [...kept.keys()].map((address) => new Request(address)),
      match: async (request) => kept.get(addressOf(request))?.clone(),
      put: async (request, response) => void kept.set(addressOf(request), response.clone()),
      delete: async (request) => kept.delete(addressOf(request as string)),
    };
    return cache as Cache;
  }

  const caches: Partial<CacheStorage> = {
    async open(name) {
      const kept = all.get(name) ?? new Map<string, Response>();
      all.set(name, kept);
      return cacheOf(kept);
    },
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    async match(request) {
      for (const kept of all.values()) {
        const found = kept.get(addressOf(request as string));
        if (found !== undefined) return found.clone();
      }
      return undefined;
    },
  };
  return caches as CacheStorage;
}
