/**
 * Lighthouse over the production build as a relay serves it, with the starter catalogue in it: `npm run lighthouse`.
 * Prints the scores and every audit that is not passed, and whether Chromium would install the app. `--json` for programs;
 * `--runs 3` takes the run in the middle by performance, for a busy machine. Nothing here fails by a score.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openProfile } from './bench/browser.ts';
import { machineFacts } from './bench/machine.ts';
import { openRelay } from './bench/relay.ts';
import { formatMachine } from './bench/table.ts';
import { audit, PRESETS, type Audited, type AuditedPage } from './lighthouse/audit.ts';

const MODULE = 'io.github.microsoft.tree-sitter';
const PAGES: readonly AuditedPage[] = [
  { path: '/' },
  { path: `/m/${MODULE}` },
  { path: '/installed', installs: MODULE },
];

/** What Chromium has against installing the app; nothing when it would. */
async function installabilityErrors(address: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-profile-'));
  // An ordinary context of a test counts as incognito, where nothing is installed.
  const context = await openProfile(folder);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(address);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    const session = await context.newCDPSession(page);
    const { installabilityErrors: errors } = await session.send('Page.getInstallabilityErrors');
    return errors.map(({ errorId }) => errorId);
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function print({ page, preset, scores, failed }: Audited): void {
  const shown = Object.entries(scores).map(([category, score]) => `${category} ${score}`);
  console.log(`${page} · ${preset}: ${shown.join(', ')}`);
  for (const { category, id, scored, title, display } of failed) {
    console.log(`  ${category} · ${id}${scored ? '' : ' (not scored)'}: ${title} ${display}`.trimEnd());
  }
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '1' } },
});
const runs = Math.max(1, Number.parseInt(values.runs, 10) || 1);
const relay = await openRelay({ samples: true });
try {
  const machine = machineFacts();
  if (!values.json) console.log(`${formatMachine(machine)}\n`);
  const audited: Audited[] = [];
  for (const page of PAGES) {
    for (const preset of PRESETS) {
      console.error(`lighthouse: ${page.path}, ${preset}.`);
      const result = await audit(relay.address, page, preset, runs);
      audited.push(result);
      if (!values.json) print(result);
    }
  }
  const errors = await installabilityErrors(relay.address);
  if (values.json)
    console.log(JSON.stringify({ machine, audited, installabilityErrors: errors }, undefined, 2));
  else
    console.log(
      `Chromium: ${errors.length === 0 ? 'the app can be installed' : `not installable: ${errors.join(', ')}`}`,
    );
} finally {
  await relay.close();
}
