/**
 * npm's own resolver over a registry on loopback. Arguments: the path of Arborist, the registry's address, a folder of its own.
 * Reads names, one a line; `again NAME`: with the packuments of the last question in memory.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Reply } from './asked-process.ts';
import type { Placed } from './placed.ts';

/** The part of Arborist that is used. */
interface TreeNode {
  readonly name: string;
  readonly version: string;
  readonly isRoot: boolean;
  readonly edgesOut: ReadonlyMap<string, { readonly to: TreeNode | null }>;
}
type Arborist = new (options: object) => {
  buildIdealTree(): Promise<{ readonly inventory: { values(): Iterable<TreeNode> } }>;
};

const [path = '', registry = '', folder = ''] = process.argv.slice(2);
const { Arborist } = createRequire(import.meta.url)(path) as { Arborist: Arborist };
/** Those that say that there is no such thing, or that nothing fits. */
const REFUSALS = new Set(['E404', 'ETARGET', 'ERESOLVE']);
let packumentCache = new Map<string, unknown>();

function placedIn(nodes: Iterable<TreeNode>): readonly Placed[] {
  return [...nodes]
    .filter(({ isRoot }) => !isRoot)
    .map(({ name, version, edgesOut }) => {
      const found = [...edgesOut].flatMap(([id, { to }]) => (to === null ? [] : [[id, to.version]]));
      return { id: name, version, finds: Object.fromEntries(found) };
    });
}

async function reply(name: string, isAgain: boolean): Promise<Reply> {
  const cache = join(folder, 'cache');
  const project = join(folder, 'project');
  if (!isAgain) {
    packumentCache = new Map();
    rmSync(cache, { recursive: true, force: true });
  }
  mkdirSync(project, { recursive: true });
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'asker', version: '1.0.0', dependencies: { [name]: '*' } }),
  );
  const options = {
    path: project,
    cache,
    packumentCache,
    registry,
    audit: false,
    ignoreScripts: true,
    strictPeerDeps: true,
    fetchRetries: 0,
  };
  const start = performance.now();
  try {
    const tree = await new Arborist(options).buildIdealTree();
    return { ms: performance.now() - start, placed: placedIn(tree.inventory.values()) };
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    if (!REFUSALS.has(why)) throw thrown;
    return { ms: performance.now() - start, why };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const isAgain = line.startsWith('again ');
  console.log(JSON.stringify(await reply(line.replace(/^again /, ''), isAgain)));
}
