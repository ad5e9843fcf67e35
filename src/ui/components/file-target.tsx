import { useId } from 'react';
import type { HandedFile } from '../handed-file.ts';
import { formatBytes } from '../text/format.ts';
import { Icon } from './icon.tsx';
import styles from './file-target.module.css';

interface FileTargetProps {
  readonly file: File | undefined;
  readonly choose: (handed: HandedFile) => void;
  /** What dropping does here, where no file is chosen. */
  readonly title: string;
  readonly hint: string;
  readonly accept?: string;
  readonly problem?: string | undefined;
}

/** Where a file is chosen; one that is dropped comes by `useDroppedFiles`, wherever it is let go. */
export function FileTarget({ file, choose, title, hint, accept, problem }: FileTargetProps) {
  const id = useId();
  return (
    <div className={styles.place} data-invalid={problem === undefined ? undefined : ''}>
      <div className={styles.target}>
        <input
          type="file"
          className={styles.input}
          aria-label="WASM file"
          aria-describedby={`${id}-hint${problem === undefined ? '' : ` ${id}-problem`}`}
          aria-invalid={problem !== undefined}
          accept={accept}
          onChange={({ target }) => {
            const chosen = target.files?.[0];
            if (chosen !== undefined) choose({ file: chosen });
          }}
        />
        <Icon name="file" size={28} />
        <p>
          <strong>{file === undefined ? title : file.name}</strong>
          <span id={`${id}-hint`} className={styles.hint}>
            {file === undefined ? hint : `${formatBytes(file.size)}. Choose or drop another to replace it.`}
          </span>
        </p>
      </div>
      {problem === undefined ? null : (
        <p id={`${id}-problem`} className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
