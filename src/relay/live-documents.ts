import type { GenError } from '../core/errors.ts';
import { openRelayDocuments } from './documents.ts';
import type { RelayContext, RelayDocuments } from './relay-hooks.ts';
import { attachSync } from './sync-server.ts';

/** The Automerge side of a running relay: its documents and the sockets at `/sync`. */
export async function liveDocuments({
  config,
  keys,
  journal,
  storage,
  log,
}: RelayContext): Promise<RelayDocuments> {
  const relay = keys.notary.signer;
  const onRefused = (peer: string, { code, reason, data }: GenError): void =>
    log.info({ peer, code, reason, data }, 'peer refused');
  const documents = await openRelayDocuments({
    storage,
    journal,
    namespace: keys.namespace,
    epoch: config.epoch,
    peer: relay.did,
    onRefused,
    onFault: (path, err) => log.error({ document: path, err }, 'document fault'),
  });
  let detach: (() => Promise<void>) | undefined;
  return {
    add: (path, members) => documents.add(path, members),
    attachSync(server) {
      detach = attachSync(server, { adapter: documents.adapter, relay, onRefused });
    },
    async stop() {
      await detach?.();
      await documents.close();
    },
  };
}
