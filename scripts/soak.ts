/**
 * The promises of SECURITY.md at full numbers, which `npm test` keeps at small ones: `npm run soak`, or parts of it,
 * `npm run soak -- hostile`. Prints what held how often; exits with 1 where a promise was broken.
 */
import { formatMachine } from './bench/table.ts';
import { machineFacts } from './bench/machine.ts';
import { convergence } from './soak/convergence.ts';
import type { Finding } from './soak/finding.ts';
import { hostile } from './soak/hostile.ts';
import { meadowcap } from './soak/meadowcap.ts';
import { splitView } from './soak/split-view.ts';
import { standing } from './soak/standing.ts';

/** A part is a file that says what it found. */
const PARTS: Readonly<Record<string, () => Promise<Finding[]>>> = {
  hostile: () => hostile(),
  meadowcap: () => meadowcap(),
  'split-view': splitView,
  standing,
  convergence,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(
    `There is no part ${unknown.join(', ')}.\nnpm run soak -- [${Object.keys(PARTS).join('] [')}]`,
  );
  process.exit(2);
}

console.log(`${formatMachine(machineFacts())}\n`);
let broken = 0;
for (const [name, soak] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`soak: ${name}.`);
  const start = performance.now();
  const findings = await soak();
  console.log(`${name}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  for (const finding of findings) {
    broken += finding.broken;
    const verdict = finding.broken === 0 ? 'held' : `BROKEN ${finding.broken} times`;
    console.log(
      `  ${finding.what}: ${finding.runs.toLocaleString('en')} runs, ${verdict}${finding.measured === undefined ? '' : `; ${finding.measured}`}`,
    );
  }
  console.log('');
}
process.exitCode = broken === 0 ? 0 : 1;
