import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Deep links of the app; everything else that is no file is a 404. */
const PAGES = [
  '/',
  '/m/*',
  '/compare',
  '/publish',
  '/check',
  '/open',
  '/installed',
  '/activity',
  '/identity',
  '/moderation',
  '/settings',
];
const HASHED = '/assets/';

const NOT_BUILT = 'The app is not built yet. Run `npm run build`, then load this page again.\n';

/** The built app, with the compressed copies that stand beside its files. */
export async function appRoutes(app: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    for (const page of PAGES)
      app.get(page, (_request, reply) => reply.code(503).type('text/plain').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    cacheControl: false,
    index: false,
    dotfiles: 'ignore',
    setHeaders(reply, path) {
      const forever = path.slice(folder.length).replaceAll('\\', '/').startsWith(HASHED);
      void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const page of PAGES) app.get(page, (_request, reply) => reply.sendFile('index.html', folder));
}
