import type { Hiding } from '../../../core/view/moderation.ts';
import type { SubjectRequest } from '../../../ports/moderation.ts';
import { useModerators } from '../../hooks/use-moderators.ts';
import { hidingSentence } from '../../text/moderation.ts';
import { mayTakeBack, ownOf, TakeBack } from '../module/hidden-take-back.tsx';
import styles from './moderation-page.module.css';

interface VerdictsProps {
  readonly subject: SubjectRequest;
  readonly hidings: readonly Hiding[];
  /** The subject in words. */
  readonly what: string;
}

/** What the lists that count here say of it by now. */
export function Verdicts({ subject, hidings, what }: VerdictsProps) {
  const { value: moderators } = useModerators();
  if (hidings.length === 0) return null;
  return (
    <ul className={styles.verdicts} aria-label="Hidden by">
      {hidings.map((hiding) => (
        <li key={`${hiding.as} ${hiding.by}`}>
          <span>{hidingSentence(hiding, ownOf(moderators))}</span>
          {mayTakeBack(hiding, moderators) ? (
            <TakeBack subject={subject} as={hiding.as} label={`Take back that ${what} is hidden`} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
