import { Link } from '@tanstack/react-router';
import { leftOutWords } from '../../text/moderation.ts';
import styles from './hidden-line.module.css';

interface HiddenLineProps {
  /** Of what fits; not 0. */
  readonly hidden: number;
  readonly shown: boolean;
  readonly show: (shown: boolean) => void;
}

/** Below the results: what moderation leaves out of them, and the way to see it all the same. */
export function HiddenLine({ hidden, shown, show }: HiddenLineProps) {
  return (
    <p className={styles.line}>
      <span>{leftOutWords(hidden)}</span>
      <button type="button" className={styles.show} onClick={() => show(!shown)}>
        {shown ? 'Leave out again' : 'Show'}
      </button>
      <Link to="/moderation">Whose lists count here</Link>
    </p>
  );
}
