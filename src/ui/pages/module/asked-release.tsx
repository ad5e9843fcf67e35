import { abilitiesOf } from '../../../core/wasm/abilities.ts';
import type { WasmImport } from '../../../core/wasm/module-shape.ts';
import type { InstallQuestion } from '../../../ports/import-rules.ts';
import { AbilityList } from '../../components/ability-list.tsx';
import { formatCount, formatNumber } from '../../text/format.ts';
import styles from './question-dialog.module.css';

interface AskedProps {
  readonly heading: string;
  readonly imports: readonly WasmImport[];
  readonly count: number;
}

function Asked({ heading, imports, count }: AskedProps) {
  if (count === 0) return null;
  return (
    <section>
      <h4>{heading}</h4>
      <AbilityList label={heading} abilities={abilitiesOf(imports)} />
      {count > imports.length ? (
        <p className={styles.soft}>
          These are the first {formatNumber(imports.length)} of {formatCount(count, 'import')}.
        </p>
      ) : null}
    </section>
  );
}

/** One release that waits: what is new against the installed one, and what the import rules do not admit. */
export function AskedRelease({ question }: { question: InstallQuestion }) {
  const { name, version, installed, added, addedCount, removedCount, outside, outsideCount } = question;
  return (
    <article className={styles.release}>
      <h3>
        {name} {installed === undefined ? null : <span className={styles.before}>{installed} → </span>}
        {version}
      </h3>
      <Asked heading={`New since ${installed ?? 'before'}`} imports={added} count={addedCount} />
      <Asked heading="Outside your import rules" imports={outside} count={outsideCount} />
      {installed === undefined || removedCount === 0 ? null : (
        <p className={styles.soft}>It no longer asks for {formatCount(removedCount, 'other import')}.</p>
      )}
    </article>
  );
}
