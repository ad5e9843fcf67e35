import type { ImportRulesApi } from '../../ports/import-rules.ts';
import { agreeToInstall } from '../agree-install.ts';
import type { Device } from '../device.ts';
import { knownImportRules, setImportRules, setNamespaceImportRules } from '../import-rules.ts';

export interface ImportRulesOptions {
  readonly device: () => Promise<Device>;
  /** Does `act` with nothing at work on a job, and goes on with the jobs. */
  readonly interrupt: (act: () => Promise<void>) => Promise<void>;
}

export function importRulesMethods({ device, interrupt }: ImportRulesOptions): ImportRulesApi {
  return {
    importRules: async () => knownImportRules(await device(), true),
    setImportRules: async (own) => setImportRules(await device(), own),
    setNamespaceImportRules: async (rules) => setNamespaceImportRules(await device(), rules),
    async agree(job, marks) {
      const current = await device();
      await interrupt(async () => void (await agreeToInstall(current, job, marks)));
    },
  };
}
