import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import type { NamespaceId } from '../../src/core/ids.ts';
import type { Member } from '../../src/core/record/member.ts';
import { createGate, type Gate } from '../../src/replica/gate.ts';
import { HeldChanges } from '../../src/replica/held-changes.ts';
import { createReplica, type Replica } from '../../src/replica/replica.ts';
import { memoryStorage } from './memory-storage.ts';
import type { Random } from './random.ts';

interface Peer {
  readonly replica: Replica;
  readonly gate: Gate;
}

/** One end of a connection: what it believes of the other, and what waits for its parents. */
interface End {
  states: Map<DocumentPath, Automerge.SyncState>;
  held: HeldChanges;
  inbox: { readonly path: DocumentPath; readonly message: Uint8Array }[];
}

/** Replicas whose links come and go; a message that is under way when its link breaks is lost. */
export interface Partitioned {
  readonly peers: readonly Peer[];
  writes(peer: number, path: DocumentPath, members: readonly Member[]): Promise<void>;
  /** One of: a link breaks or comes back, somebody speaks, somebody listens. */
  stir(random: Random): Promise<void>;
  /** All links up and everything said. */
  settle(): Promise<void>;
  members(peer: number): Promise<Member[]>;
  readonly lost: number;
  close(): Promise<void>;
}

const newEnd = (): End => ({ states: new Map(), held: new HeldChanges(), inbox: [] });

export async function partitionedReplicas(
  count: number,
  namespace: NamespaceId,
  paths: readonly DocumentPath[],
): Promise<Partitioned> {
  const peers = Array.from({ length: count }, (): Peer => {
    const storage = memoryStorage();
    const fail = (path: DocumentPath): never => {
      throw new Error(`${path} cannot be read`);
    };
    const replica = createReplica({ repo: new Repo({ storage }), storage }, namespace, FIRST_EPOCH, fail);
    return { replica, gate: createGate() };
  });
  const ends = peers.map(() => peers.map(newEnd));
  const isUp = peers.map(() => peers.map(() => true));
  let lost = 0;

  function end(from: number, to: number): End {
    const found = ends[from]?.[to];
    if (found === undefined) throw new Error(`no link from ${from} to ${to}`);
    return found;
  }

  function setLink(one: number, other: number, up: boolean): void {
    for (const [a, b] of [[one, other] as const, [other, one] as const]) {
      lost += end(a, b).inbox.length;
      (ends[a] as End[])[b] = newEnd();
      (isUp[a] as boolean[])[b] = up;
    }
  }

  async function documentOf(peer: number, path: DocumentPath) {
    const { replica } = peers[peer] as Peer;
    return replica.open(path);
  }

  async function speak(from: number, to: number, path: DocumentPath): Promise<boolean> {
    if (isUp[from]?.[to] !== true) return false;
    const { states } = end(from, to);
    const state = states.get(path) ?? Automerge.initSyncState();
    const { handle } = await documentOf(from, path);
    const [next, message] = Automerge.generateSyncMessage(handle.doc(), state);
    states.set(path, next);
    if (message === null) return false;
    end(to, from).inbox.push({ path, message });
    return true;
  }

  /** A repo answers each message before it reads the next: what is asked for by name would be forgotten over another one. */
  async function listen(to: number, from: number): Promise<boolean> {
    const here = end(to, from);
    const next = here.inbox.shift();
    if (next === undefined) return false;
    const document = await documentOf(to, next.path);
    const { gate } = peers[to] as Peer;
    const verdict = await gate.judge(document, next.message, here.held);
    document.handle.update((doc) => {
      const state = here.states.get(next.path) ?? Automerge.initSyncState();
      const [merged, after] = Automerge.receiveSyncMessage(doc, state, verdict.forward);
      here.states.set(next.path, after);
      return merged;
    });
    if (verdict.ask !== undefined) end(from, to).inbox.push({ path: next.path, message: verdict.ask });
    await speak(to, from, next.path);
    return true;
  }

  const pairs = peers.flatMap((_, a) => peers.flatMap((__, b) => (a === b ? [] : [[a, b] as const])));

  return {
    peers,
    get lost() {
      return lost;
    },
    writes: (peer, path, members) => (peers[peer] as Peer).replica.add(path, members),
    async stir(random) {
      const [a, b] = random.pick(pairs);
      const dice = random.below(10);
      if (dice === 0) setLink(a, b, isUp[a]?.[b] !== true);
      else if (dice < 6) await speak(a, b, random.pick(paths));
      else await listen(a, b);
    },
    async settle() {
      for (const [a, b] of pairs) if (isUp[a]?.[b] !== true) setLink(a, b, true);
      for (let busy = true; busy;) {
        busy = false;
        for (const [a, b] of pairs) {
          for (const path of paths) busy = (await speak(a, b, path)) || busy;
          while (await listen(b, a)) busy = true;
        }
      }
    },
    async members(peer) {
      const documents = await Promise.all(paths.map((path) => documentOf(peer, path)));
      return documents.flatMap(({ members }) => [...members.values()]);
    },
    async close() {
      await Promise.all(peers.map(({ replica }) => replica.repo.shutdown()));
    },
  };
}
