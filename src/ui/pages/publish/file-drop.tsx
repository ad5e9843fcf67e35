import { useId, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { ReportView } from '../../components/report-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { formatBytes } from '../../text/format.ts';
import type { CheckedFile } from './use-checked-file.ts';
import { useFileHandler } from './use-file-handler.ts';
import styles from './file-drop.module.css';

export function FileDrop({
  checked,
  choose,
  problem,
}: {
  checked: CheckedFile;
  choose: (file: File) => void;
  problem: string | undefined;
}) {
  const [dragging, setDragging] = useState(false);
  const id = useId();
  useFileHandler(choose, setDragging);
  const { file, report, error } = checked;
  const waiting = file !== undefined && report === undefined && error === undefined;

  return (
    <div
      className={styles.drop}
      data-dragging={dragging ? '' : undefined}
      data-invalid={problem === undefined ? undefined : ''}
    >
      <div className={styles.target}>
        <input
          type="file"
          className={styles.input}
          aria-label="WASM file"
          aria-describedby={`${id}-hint${problem === undefined ? '' : ` ${id}-problem`}`}
          aria-invalid={problem !== undefined}
          accept=".wasm,application/wasm"
          onChange={({ target }) => {
            const chosen = target.files?.[0];
            if (chosen !== undefined) choose(chosen);
          }}
        />
        <Icon name="file" size={28} />
        <p>
          <strong>{file === undefined ? 'Drop a .wasm file anywhere on this page' : file.name}</strong>
          <span id={`${id}-hint`} className={styles.hint}>
            {file === undefined
              ? 'or choose one. It is examined on this device and sent nowhere before you publish.'
              : `${formatBytes(file.size)}. Choose or drop another to replace it.`}
          </span>
        </p>
      </div>
      {problem === undefined ? null : (
        <p id={`${id}-problem`} className={styles.problem}>
          {problem}
        </p>
      )}
      <div aria-live="polite">
        {waiting ? <Skeleton label="Examining the file" /> : null}
        {error === undefined ? null : <p className={styles.problem}>{sentenceFor(error)}</p>}
        {report === undefined ? null : <ReportView report={report} />}
      </div>
    </div>
  );
}
