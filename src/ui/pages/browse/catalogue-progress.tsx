import { formatNumber } from '../../text/format.ts';
import { useCatalogueState } from './catalogue-size.tsx';
import styles from './catalogue-progress.module.css';

/** Below the start page while the signatures of a new catalogue are checked in the background. */
export function CatalogueProgress() {
  const state = useCatalogueState();
  if (state === undefined || state.checked >= state.size) return null;
  const { size, checked } = state;
  return (
    <p className={styles.line}>
      Signatures of {formatNumber(checked)} of {formatNumber(size)} entries are checked so far, those on
      screen first. Whatever you install is verified in full.
    </p>
  );
}

/** While a device waits for its first catalogue. */
export function FirstCatalogue() {
  const size = useCatalogueState()?.size ?? 0;
  return (
    <p className={styles.first}>
      {size === 0
        ? 'Fetching the catalogue. It is kept on this device, so this happens once.'
        : `Fetching the catalogue: ${formatNumber(size)} modules so far.`}
    </p>
  );
}
