import { useRef } from 'react';
import { GenError } from '../../../core/errors.ts';
import { readLockfile } from '../../../core/resolve/lockfile.ts';
import type { WholeChange } from '../../../ports/sets.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { saveFile } from '../../save-file.ts';
import { useServices } from '../../services.tsx';
import { useChange } from '../changes/use-change.ts';
import styles from './sets.module.css';

/** Far more than ten thousand modules take. */
const LONGEST = 8_000_000;

/** What is installed as a file, by hash; and such a file taken over. */
export function LockfileTools({ isEmpty }: { isEmpty: boolean }) {
  const { engine } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const change = useChange();
  const save = useAction(async () => {
    saveFile(new Blob([await engine.lockfile()], { type: 'application/json' }), 'gen-lock.json');
  });
  const open = useAction(async (file: File) => {
    if (file.size > LONGEST) throw new GenError('InvalidInput', 'lockfile');
    const { namespace, wishes, releases } = readLockfile(await file.text());
    const locked: WholeChange = { kind: 'lockfile', namespace, wishes, pins: releases, frozen: true };
    change.start({
      title: `Install what ${file.name} names?`,
      plan: () => engine.planSet(locked),
      apply: (agreed) => engine.changeSet(locked, agreed),
      nothing: 'Just that is installed.',
    });
  });
  return (
    <section className={styles.section} aria-label="Lockfile">
      <h2>Lockfile</h2>
      <p className={styles.soft}>
        Names every installed release by its hash: another device that takes it over has the very same, or
        nothing changes there.
      </p>
      <div className={styles.row}>
        <Button small disabled={isEmpty || save.running} onClick={() => void save.run()}>
          Save as a file
        </Button>
        <Button small disabled={open.running || change.running} onClick={() => input.current?.click()}>
          Take over a file…
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          className="visually-hidden"
          tabIndex={-1}
          aria-label="Lockfile to take over"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = '';
            if (file !== undefined) void open.run(file);
          }}
        />
      </div>
    </section>
  );
}
