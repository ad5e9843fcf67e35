import { warningsOf, type Warned } from './warning-texts.ts';
import styles from './warnings.module.css';

export function Warnings({ page }: { page: Warned }) {
  const warnings = warningsOf(page);
  if (warnings.length === 0) return null;
  return (
    <div className={styles.warnings} role="note">
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </div>
  );
}
