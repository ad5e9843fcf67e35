import { SHARED_FILES } from '../ports/background.ts';

/**
 * Answers what another app shares with this one: a file is kept until the screen takes it, one at a time; a text goes along in
 * the address. Nobody is asked over the network. Any site may send this: all that comes of it is a screen that looks.
 */
export async function keepShared(
  request: Request,
  { caches, origin }: { readonly caches: CacheStorage; readonly origin: string },
): Promise<Response> {
  const shared = await request.formData().catch(() => new FormData());
  const file = shared.get('files');
  if (file instanceof File) {
    await caches.delete(SHARED_FILES);
    const cache = await caches.open(SHARED_FILES);
    await cache.put(`${origin}/${encodeURIComponent(file.name)}`, new Response(file));
    return Response.redirect(`${origin}/open?shared=file`, 303);
  }
  const text = ['url', 'text', 'title']
    .map((name) => shared.get(name))
    .find((value) => typeof value === 'string' && value !== '');
  return Response.redirect(`${origin}/open?link=${encodeURIComponent(String(text ?? ''))}`, 303);
}
