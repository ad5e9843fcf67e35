import type { EngineApi } from '../../ports/engine.ts';
import type { Device, KeepingDevice } from '../device.ts';
import { restoreIdentity } from '../restore-identity.ts';
import { setProfile } from '../set-profile.ts';

type IdentityApi = Pick<EngineApi, 'identity' | 'backup' | 'restore'>;

/** What makes a job takes the job's id from the page. */
export interface IdentityMethods extends IdentityApi {
  setProfile(profile: Parameters<EngineApi['setProfile']>[0], job?: string): Promise<string>;
}

export interface IdentityOptions {
  readonly base: Pick<KeepingDevice, 'tables' | 'identity' | 'announce'>;
  readonly device: () => Promise<Device>;
  /** There is a new job. */
  readonly deliver: () => void;
  /** This device belongs to somebody else now. */
  readonly startAnew: () => void;
}

export function identityMethods({ base, device, deliver, startAnew }: IdentityOptions): IdentityMethods {
  return {
    identity: () => base.identity.facts(),
    async backup(passphrase) {
      const text = await base.identity.backup(passphrase);
      base.announce(['identity']);
      return text;
    },
    async restore(backup, passphrase) {
      const facts = await restoreIdentity(base, backup, passphrase);
      startAnew();
      return facts;
    },
    async setProfile(profile, asked) {
      const { id } = await setProfile(await device(), profile, asked);
      deliver();
      return id;
    },
  };
}
