import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { build } from 'vite';
import frozen from '../record/ed25519-vectors.json' with { type: 'json' };
import type { Question } from '../record/ed25519-verdicts.ts';

/**
 * `ed25519-vectors.json` as Chromium sees it: `src/core/ed25519.ts`, built by Vite as the app is (its target, minified), in a page and in
 * a worker. Built apart from the app, whose bundles export nothing that a test could ask.
 */

const PROJECT = dirname(dirname(import.meta.dirname));

const { vectors } = frozen;

/** Path to script: `/page.js` exports `verdictsOn`, `/worker.js` answers messages. */
async function builtScripts(): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    root: PROJECT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      write: false,
      rolldownOptions: {
        input: {
          page: fileURLToPath(new URL('../record/ed25519-verdicts.ts', import.meta.url)),
          worker: fileURLToPath(new URL('./ed25519-worker.ts', import.meta.url)),
        },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
  if (!('output' in built)) throw new Error('Vite built nothing');
  return new Map(
    built.output.flatMap((file) =>
      file.type === 'chunk' ? [[`/${file.fileName}`, file.code] as const] : [],
    ),
  );
}

function serve(scripts: ReadonlyMap<string, string>): Promise<Server> {
  const server = createServer(({ url = '' }, answer) => {
    const script = scripts.get(url);
    answer.setHeader('Content-Type', script === undefined ? 'text/html' : 'text/javascript');
    answer.end(script ?? '<!doctype html><title>Ed25519</title>');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let server: Server;
let address: string;
test.beforeAll(async () => {
  server = await serve(await builtScripts());
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** By title, so that a failure names the cases. */
function asTable(verdicts: readonly boolean[]) {
  return Object.fromEntries(vectors.map(({ rule, name }, index) => [`${rule}: ${name}`, verdicts[index]]));
}
const expected = asTable(vectors.map(({ verdict }) => verdict));

const askedInPage = (page: Page) =>
  page.evaluate(
    async (questions): Promise<readonly boolean[]> => {
      const script = '/page.js';
      const { verdictsOn } = await import(script);
      return verdictsOn(questions);
    },
    vectors as readonly Question[],
  );

const askedInWorker = (page: Page) =>
  page.evaluate(
    (questions) =>
      new Promise<readonly boolean[]>((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.addEventListener('message', ({ data }) => resolve(data));
        worker.addEventListener('error', ({ message }) => reject(new Error(message)));
        worker.postMessage(questions);
      }),
    vectors as readonly Question[],
  );

for (const [where, asked] of [
  ['a page', askedInPage],
  ['a worker', askedInWorker],
] as const) {
  test(`every Ed25519 vector has its verdict in ${where} of Chromium`, async ({ page }) => {
    await page.goto(address);
    const verdicts = await asked(page);

    expect(verdicts).toHaveLength(vectors.length);
    expect(asTable(verdicts)).toEqual(expected);
  });
}
