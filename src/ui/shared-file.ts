import { SHARED_FILES } from '../ports/background.ts';

/** The file that another app shared, as the service worker kept it; taken once. @returns `undefined` where there is none. */
export async function takeSharedFile(caches: CacheStorage): Promise<File | undefined> {
  const cache = await caches.open(SHARED_FILES);
  const [request] = await cache.keys();
  const response = request === undefined ? undefined : await cache.match(request);
  const content = await response?.blob();
  await caches.delete(SHARED_FILES);
  if (request === undefined || content === undefined) return undefined;
  const name = decodeURIComponent(new URL(request.url).pathname.slice(1));
  return new File([content], name, { type: content.type });
}
