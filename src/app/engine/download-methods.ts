import type { DownloadApi } from '../../ports/downloads.ts';
import type { Tables } from '../../ports/tables.ts';
import { downloadSettings, setDownloadSettings } from '../download-settings.ts';

/** They count from the next plan that is fetched on. */
export function downloadMethods(tables: Tables): DownloadApi {
  return {
    downloadSettings: () => downloadSettings(tables),
    setDownloadSettings: (settings) => setDownloadSettings(tables, settings),
  };
}
