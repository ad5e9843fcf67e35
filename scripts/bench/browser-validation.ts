import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { openProfile } from './browser.ts';
import { measurement, type Measurement } from './measurement.ts';
import type { BrowserTimes } from './page/page.ts';
import type { RealModule } from './real-modules.ts';
import { runsFor, validatedModules } from './validated-modules.ts';

const PAGE = join(import.meta.dirname, 'page');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** As the app's own workers are built. */
async function buildPage(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: PAGE,
    logLevel: 'error',
    build: { target: 'es2022', outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
    worker: { format: 'es' },
  });
}

/** The built page, and the modules under their numbers. */
function serve(folder: string, modules: readonly RealModule[]): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    // An isolated page is given a clock of 5 µs; others have one of 100.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const module = modules[Number(/^\/modules\/(\d+)$/.exec(path)?.[1])];
    if (module !== undefined) return void response.end(module.bytes);
    const file = path === '/' ? '/index.html' : path;
    readFile(join(folder, file)).then(
      (content) => response.setHeader('content-type', TYPES[extname(file)] ?? 'text/plain').end(content),
      () => response.writeHead(404).end(),
    );
  });
}

function rows({ name }: RealModule, { report, floor, asked }: BrowserTimes): Measurement[] {
  const least = {
    what: 'WebAssembly.validate + sha256 (WebCrypto) of the same bytes in the same worker',
    times: floor,
  };
  return [
    measurement(name, report, least),
    measurement('  asked by the page, and answered to it', asked, least),
  ];
}

/** The code of the app's validator worker in Chromium. */
export async function browserValidationPart(options: { readonly large: boolean }): Promise<Measurement[]> {
  const modules = await validatedModules(options);
  const folder = await mkdtemp(join(tmpdir(), 'gen-page-'));
  const profile = await mkdtemp(join(tmpdir(), 'gen-profile-'));
  await buildPage(folder);
  const server = serve(folder, modules);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await openProfile(profile);
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'measureValidation' in globalThis);
    const measured: Measurement[] = [];
    for (const [place, module] of modules.entries()) {
      const question = { address: `/modules/${place}`, runs: runsFor(module) };
      const times = await page.evaluate(
        ({ address, runs }) => window.measureValidation(address, runs),
        question,
      );
      measured.push(...rows(module, times));
    }
    return measured;
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
    await Promise.all([folder, profile].map((path) => rm(path, { recursive: true, force: true })));
  }
}
