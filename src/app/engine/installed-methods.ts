import type { Moderation } from '../../core/view/moderation.ts';
import type { EngineApi } from '../../ports/engine.ts';
import type { StorageEstimate } from '../../ports/housekeeping.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { activeSet, installedRow, setNamed } from '../installed-set.ts';
import { intactBinary } from '../intact-binary.ts';
import { storageByModule } from '../storage-by-module.ts';
import { uninstall } from '../uninstall.ts';
import { noteUsed } from '../uses.ts';
import { installations } from './installed.ts';

export interface InstalledMethodsOptions {
  /** Waits for the engine to run. */
  readonly device: () => Promise<Device>;
  /** What is stored, whether or not a document is open. */
  readonly base: Pick<Device, 'tables'>;
  readonly catalogue: Catalogue;
  readonly moderation: () => Promise<Moderation>;
  readonly storage: () => Promise<StorageEstimate>;
  /** Something may have been queued. */
  readonly work: () => void;
}

type Methods = Pick<EngineApi, 'uninstall' | 'installed' | 'binary' | 'proof' | 'storage'>;

export function installedMethods(options: InstalledMethodsOptions): Methods {
  const {
    device,
    base: { tables },
    catalogue,
    moderation,
    storage,
    work,
  } = options;
  return {
    uninstall: async (id) => (await uninstall(await device(), id)).state,
    async installed() {
      const { generation } = await setNamed(tables, await activeSet(tables));
      // Also where no relay was ever met, and no engine runs.
      if (generation.releases.length === 0) return [];
      return installations(await device(), catalogue, await moderation());
    },
    async binary(id) {
      const here = await device();
      try {
        const { content } = await intactBinary(here, id, await activeSet(tables));
        await noteUsed(here, id);
        return new Blob([content], { type: 'application/wasm' });
      } catch (thrown) {
        // What is lost is fetched again.
        work();
        throw thrown;
      }
    },
    async proof(id) {
      const row = await installedRow(tables, id);
      return row === undefined ? undefined : (await tables.get('proofs', row.record))?.text;
    },
    async storage() {
      const [estimate, modules] = await Promise.all([storage(), storageByModule(tables)]);
      return { ...estimate, modules };
    },
  };
}
