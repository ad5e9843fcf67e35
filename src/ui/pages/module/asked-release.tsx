import type { Ability } from '../../../core/wasm/abilities.ts';
import type { InstallQuestion } from '../../../ports/import-rules.ts';
import { AbilityList } from '../../components/ability-list.tsx';
import { formatCount } from '../../text/format.ts';
import styles from './question-dialog.module.css';

interface AskedProps {
  readonly heading: string;
  /** Of all `count` imports, not only of those that are listed. */
  readonly abilities: readonly Ability[];
  readonly count: number;
}

function Asked({ heading, abilities, count }: AskedProps) {
  if (count === 0) return null;
  return (
    <section>
      <h4>{heading}</h4>
      <AbilityList label={heading} abilities={abilities} />
    </section>
  );
}

/** One release that waits: what is new against the installed one, and what the import rules do not admit. */
export function AskedRelease({ question }: { question: InstallQuestion }) {
  const {
    name,
    version,
    installed,
    addedAbilities,
    addedCount,
    removedCount,
    outsideAbilities,
    outsideCount,
    isUnsaid = false,
  } = question;
  return (
    <article className={styles.release}>
      <h3>
        {name} {installed === undefined ? null : <span className={styles.before}>{installed} → </span>}
        {version}
      </h3>
      <Asked heading={`New since ${installed ?? 'before'}`} abilities={addedAbilities} count={addedCount} />
      <Asked
        heading={isUnsaid ? 'Not named by its release' : 'Outside your import rules'}
        abilities={outsideAbilities}
        count={outsideCount}
      />
      {installed === undefined || removedCount === 0 ? null : (
        <p className={styles.soft}>It no longer asks for {formatCount(removedCount, 'other import')}.</p>
      )}
    </article>
  );
}
