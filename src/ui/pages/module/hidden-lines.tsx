import { Link } from '@tanstack/react-router';
import type { Hiding } from '../../../core/view/moderation.ts';
import type { SubjectRequest } from '../../../ports/moderation.ts';
import { PersonName } from '../../components/person-name.tsx';
import { useModerators } from '../../hooks/use-moderators.ts';
import { usePerson } from '../../people.ts';
import { hidingSentence } from '../../text/moderation.ts';
import { FollowButton } from '../moderation/follow-button.tsx';
import { mayTakeBack, ownOf, TakeBack } from './hidden-take-back.tsx';
import styles from './hidden.module.css';

function Line({ subject, hiding }: { subject: SubjectRequest; hiding: Hiding }) {
  const { value: moderators } = useModerators();
  const person = usePerson(hiding.by);
  const own = ownOf(moderators);
  return (
    <li>
      <p>
        {hidingSentence(hiding, own)}
        {hiding.pending ? ' On this device only so far.' : ''}
        {person === undefined || hiding.by === own ? null : (
          <>
            {' '}
            They call themselves <PersonName name={person.name} />.
          </>
        )}
      </p>
      <div className={styles.actions}>
        {mayTakeBack(hiding, moderators) ? (
          <TakeBack subject={subject} as={hiding.as} label="Take back that it is hidden" />
        ) : null}
        <FollowButton who={hiding.by} spoke={hiding.as} />
      </div>
    </li>
  );
}

/** By whom something is hidden here and why, and what a reader can do about it. */
export function HiddenLines({ subject, hidings }: { subject: SubjectRequest; hidings: readonly Hiding[] }) {
  return (
    <div className={styles.hidden} role="note">
      <ul aria-label="Hidden by" className={styles.lines}>
        {hidings.map((hiding) => (
          <Line key={`${hiding.as} ${hiding.by}`} subject={subject} hiding={hiding} />
        ))}
      </ul>
      <p>
        <Link to="/moderation">Whose lists count here</Link>
      </p>
    </div>
  );
}
