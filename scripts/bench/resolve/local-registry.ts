import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import isNewer from 'semver/functions/rcompare.js';
import type { Candidate, Need } from '../../../src/core/resolve/versions.ts';
import type { Releases } from './placed.ts';

/** An npm registry of a catalogue's modules, on loopback: names, versions and needs, and nothing to download. */
export interface LocalRegistry {
  /** Needs are `dependencies`. */
  readonly address: string;
  /** The same modules whose needs are `peerDependencies`. */
  readonly peerAddress: string;
  /** Not every id is a legal name of npm: by number instead. */
  nameOf(id: string): string;
  idOf(name: string): string;
  close(): void;
}

export async function localRegistry(releases: Releases): Promise<LocalRegistry> {
  const ids = [...releases.keys()];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  /** Also of what somebody needs and is not there. */
  function nameOf(id: string): string {
    const number = numbers.get(id) ?? ids.push(id) - 1;
    numbers.set(id, number);
    return `m${number}`;
  }
  const idOf = (name: string): string => ids[Number(name.slice(1))] ?? '';

  function packument(name: string, all: readonly Candidate[], kind: string, address: string): object {
    const named = (needs: readonly Need[]): Record<string, string> =>
      Object.fromEntries(needs.map(({ id, range }) => [nameOf(id), range]));
    const versions = all.map(({ version, dependencies, conflicts = [] }) => [
      version,
      {
        name,
        version,
        [kind]: named(dependencies),
        // Nothing that npm knows.
        conflicts: named(conflicts),
        // By which npm tells releases apart; nothing is fetched from there.
        dist: { tarball: `${address}/${name}-${encodeURIComponent(version)}.tgz` },
      },
    ]);
    const newest = all.map(({ version }) => version).toSorted(isNewer);
    const latest = newest.find((version) => !version.includes('-')) ?? newest[0];
    return { name, 'dist-tags': { latest }, versions: Object.fromEntries(versions) };
  }

  const server = createServer((request, response) => {
    const [, kind = '', name = ''] = (request.url ?? '').split('/');
    const all = releases.get(idOf(name));
    response.setHeader('content-type', 'application/json');
    if (all === undefined) response.writeHead(404).end('{}');
    else response.end(JSON.stringify(packument(name, all, kind, address)));
  });
  // Between two questions to one peer the others may take long.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `${address}/dependencies`,
    peerAddress: `${address}/peerDependencies`,
    nameOf,
    idOf,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
