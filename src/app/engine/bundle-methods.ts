import type { Member } from '../../core/record/member.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { BundleApi, BundleSource } from '../../ports/bundles.ts';
import type { Topic } from '../../ports/engine.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { bundledContent, exportBundle } from '../export-bundle.ts';
import { bundleChange, keepBundle, requireTrusted } from '../import-bundle.ts';
import { activeSet, setNamed } from '../installed-set.ts';
import { storedNamespace } from '../pin-relay.ts';
import { checkBundle, openBundle } from '../read-bundle.ts';
import type { CarriedRecords } from './carried-records.ts';
import type { Running } from './documents.ts';

export interface BundleMethodsOptions {
  /** What is stored, whether or not a document is open. */
  readonly base: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;
  /** Waits for the engine to run, which it does once its registry is known. */
  readonly running: () => Promise<Running>;
  readonly carried: CarriedRecords;
  readonly catalogue: Pick<Catalogue, 'card'>;
  /** A device that belonged to no registry may belong to one now. */
  readonly namespaceKnown: () => void;
  /** Members that came in another way than by sync. */
  readonly arrived: (members: readonly Member[]) => void;
}

function sourceOf(file: Blob): BundleSource {
  return {
    size: file.size,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
    part: async (start, end) => file.slice(start, end),
  };
}

export function bundleMethods(options: BundleMethodsOptions): BundleApi {
  const { base, running, carried, catalogue, namespaceKnown, arrived } = options;
  const { tables } = base;
  return {
    async importBundle(file, trust) {
      const source = sourceOf(file);
      const header = await openBundle(source);
      requireTrusted(header, await storedNamespace(tables), trust);
      const bundle = await checkBundle(source, header);
      await keepBundle(base, source, bundle);
      namespaceKnown();
      const { session } = await running();
      await carried.refresh();
      await carried.standing((path, id) => session.held(path)?.members.has(id) ?? false);
      arrived([...bundle.documents.values()].flat());
      const pages = header.releases.map(({ id }): Topic => `module/${id}`);
      base.announce(['catalogue', 'import-rules', 'moderation', 'installed', ...pages]);
      return bundleChange(header);
    },
    async exportBundle(ids) {
      const { device } = await running();
      const { generation } = await setNamed(tables, await activeSet(tables));
      const cardOf = async (id: ModuleId) => catalogue.card(id)?.record;
      const { head, blobs } = await exportBundle(device, { generation, ids, cardOf });
      const parts: BlobPart[] = [head];
      // Where they rest as Blobs, none is in memory by this.
      for (const blob of blobs) parts.push(await bundledContent(tables, blob));
      return new Blob(parts, { type: 'application/vnd.gen-registry.bundle' });
    },
  };
}
