import type { GenError } from '../core/errors.ts';
import { openRelayDocuments } from './documents.ts';
import type { RelayContext, RelayDocuments } from './relay-hooks.ts';
import { SocketPlaces } from './socket-places.ts';
import { attachSync } from './sync-server.ts';
import { UnfinishedFrames } from './unfinished-frames.ts';

/** The Automerge side of a running relay: its documents and the sockets at `/sync`. */
export async function liveDocuments(context: RelayContext): Promise<RelayDocuments> {
  const { config, keys, journal, ids, storage, log, metrics, refusals, readers } = context;
  const relay = keys.notary.signer;
  const onRefused = (peer: string, error: GenError): void => refusals.report('peer', error, { peer });
  const { limits } = config;
  const documents = await openRelayDocuments({
    storage,
    journal,
    ids,
    namespace: keys.namespace,
    epoch: config.epoch,
    limits,
    peer: relay.did,
    readers,
    onRefused,
    onFault: (path, err) => log.error({ document: path, err }, 'document fault'),
  });
  const { adapter } = documents;
  const places = new SocketPlaces(limits, (error) => onRefused('', error));
  const frames = new UnfinishedFrames(limits.unfinishedFrames, (error) => onRefused('', error));
  metrics.gauge('gen_registry_sockets', 'Open WebSockets.', () => places.count);
  metrics.gauge('gen_registry_peers', 'WebSockets whose peer has proved its key.', () => adapter.peerCount);
  metrics.gauge('gen_registry_documents_open', 'Documents in memory.', () => documents.openCount);
  metrics.gauge('gen_registry_buffered_bytes', 'Bytes that wait for readers.', () => adapter.bufferedBytes);
  metrics.gauge(
    'gen_registry_unfinished_bytes',
    'Bytes of frames that are not whole yet.',
    () => frames.bytes,
  );
  let detach: (() => Promise<void>) | undefined;
  return {
    add: (path, members) => documents.add(path, members),
    shard: (path) => documents.shard(path),
    attachSync(server) {
      detach = attachSync(server, { adapter, relay, places, frames, readers, onRefused });
    },
    async stop() {
      await detach?.();
      await documents.close();
    },
  };
}
