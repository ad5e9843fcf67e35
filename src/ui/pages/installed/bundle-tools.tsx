import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { toGenError } from '../../../core/errors.ts';
import { parseDid, type Did } from '../../../core/ids.ts';
import { Button } from '../../components/button.tsx';
import { takeFiles } from '../../handed-file.ts';
import { useAction } from '../../hooks/use-action.ts';
import { saveFile } from '../../save-file.ts';
import { useServices } from '../../services.tsx';
import { useChange } from '../changes/use-change.ts';
import { TrustRegistryDialog } from './trust-registry-dialog.tsx';
import styles from './sets.module.css';

interface Untrusted {
  readonly file: File;
  readonly root: Did;
}

/** The key that somebody has to say yes to first; `undefined` where that is not what is wrong. */
function rootToTrust(thrown: unknown): Did | undefined {
  const { reason, data } = toGenError(thrown);
  return reason === 'bundle-trust' ? parseDid(String(data['root'])) : undefined;
}

/** What is installed as one file with all that it takes to check it; and such a file taken, with or without a network. */
export function BundleTools({ isEmpty }: { isEmpty: boolean }) {
  const { engine } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [untrusted, setUntrusted] = useState<Untrusted>();
  const change = useChange();
  const save = useAction(async () => saveFile(await engine.exportBundle(), 'modules.genbundle'));
  const open = useAction(async (file: File, trust?: Did) => {
    try {
      const brought = await engine.importBundle(file, trust);
      change.start({
        title: `Install what ${file.name} brings?`,
        plan: () => engine.planSet(brought),
        apply: (agreed) => engine.changeSet(brought, agreed),
        nothing: 'All that it brings is installed.',
      });
    } catch (thrown) {
      const root = rootToTrust(thrown);
      if (root === undefined) throw thrown;
      setUntrusted({ file, root });
    }
  });
  const take = useEffectEvent((file: File) => void open.run(file));
  useEffect(() => takeFiles('/installed', ({ file }) => take(file)), []);
  return (
    <section className={styles.section} aria-label="Bundle">
      <h2>Bundle</h2>
      <p className={styles.soft}>
        One file with installed modules, their records and receipts. A device without any network installs
        from it, and checks it as it checks the registry.
      </p>
      <div className={styles.row}>
        <Button small disabled={isEmpty || save.running} onClick={() => void save.run()}>
          {save.running ? 'Saving…' : 'Save as a bundle'}
        </Button>
        <Button small disabled={open.running || change.running} onClick={() => input.current?.click()}>
          {open.running ? 'Checking the file…' : 'Open a bundle…'}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".genbundle,application/vnd.gen-registry.bundle"
          className="visually-hidden"
          tabIndex={-1}
          aria-label="Bundle to open"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = '';
            if (file !== undefined) void open.run(file);
          }}
        />
      </div>
      {untrusted === undefined ? null : (
        <TrustRegistryDialog
          file={untrusted.file.name}
          root={untrusted.root}
          close={() => setUntrusted(undefined)}
          confirm={() => void open.run(untrusted.file, untrusted.root)}
        />
      )}
    </section>
  );
}
