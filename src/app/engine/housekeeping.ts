import type { HousekeepingApi } from '../../ports/housekeeping.ts';
import { cleanedUp, dismissCleanUp, keepHouse } from '../clean-up.ts';
import { cleanUpDays, setCleanUpDays } from '../clean-up-setting.ts';
import type { Device } from '../device.ts';

export interface HousekeepingMethods extends Omit<HousekeepingApi, 'storage'> {
  /** To be called once the engine has little else to do, and daily. Never rejects: what fails is reported. */
  keepHouse(): Promise<void>;
}

export interface HousekeepingOptions {
  /** What is stored, whether or not a document is open. */
  readonly base: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;
  readonly report: (fault: unknown) => void;
}

export function housekeepingMethods({ base, report }: HousekeepingOptions): HousekeepingMethods {
  const { tables } = base;
  return {
    keepHouse: () => keepHouse(base).catch(report),
    cleanUpDays: () => cleanUpDays(tables),
    setCleanUpDays: (days) => setCleanUpDays(base, days),
    cleanedUp: () => cleanedUp(tables),
    dismissCleanUp: () => dismissCleanUp(base),
  };
}
