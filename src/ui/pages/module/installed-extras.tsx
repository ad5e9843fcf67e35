import type { Installation } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { saveFile } from '../../save-file.ts';
import { useServices } from '../../services.tsx';
import { loadSnippet } from './snippet.ts';
import styles from './install-control.module.css';

export function InstalledExtras({ installation }: { installation: Installation }) {
  const { engine } = useServices();
  const { id, version } = installation;
  const file = `${id}-${version}.wasm`;
  const save = useAction(async () => saveFile(await engine.binary(id), file));
  const saveBundle = useAction(async () =>
    saveFile(await engine.exportBundle([id]), `${id}-${version}.genbundle`),
  );
  const snippet = loadSnippet(file);
  return (
    <>
      <Button disabled={save.running} onClick={() => void save.run()}>
        <Icon name="download" /> Save .wasm
      </Button>
      <Button disabled={saveBundle.running} onClick={() => void saveBundle.run()}>
        <Icon name="download" /> Save as a bundle
      </Button>
      <details className={styles.snippet}>
        <summary>Use it from JavaScript</summary>
        <div className={styles.code}>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
          <pre tabIndex={0}>
            <code>{snippet}</code>
          </pre>
          <CopyButton text={snippet} label="Copy the snippet" />
        </div>
      </details>
    </>
  );
}
