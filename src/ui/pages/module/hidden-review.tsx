import { useId, useState, type ReactNode } from 'react';
import type { Hiding } from '../../../core/view/moderation.ts';
import type { SubjectRequest } from '../../../ports/moderation.ts';
import { Button } from '../../components/button.tsx';
import { useModerators } from '../../hooks/use-moderators.ts';
import { hidingSentence, STARS_STILL_COUNT } from '../../text/moderation.ts';
import { mayTakeBack, ownOf, TakeBack } from './hidden-take-back.tsx';
import styles from './hidden.module.css';

interface HiddenReviewProps {
  readonly subject: SubjectRequest;
  readonly hidings: readonly Hiding[];
  /** The text, fetched when it is shown. */
  readonly children: ReactNode;
}

/** In place of a review's text: by whom it is hidden and why. */
export function HiddenReview({ subject, hidings, children }: HiddenReviewProps) {
  const { value: moderators } = useModerators();
  const [open, setOpen] = useState(false);
  const text = useId();
  const mine = hidings.find((hiding) => mayTakeBack(hiding, moderators));
  return (
    <>
      <div className={styles.review} title={STARS_STILL_COUNT}>
        <span>{hidings.map((hiding) => hidingSentence(hiding, ownOf(moderators))).join(' ')}</span>
        <Button small aria-expanded={open} aria-controls={text} onClick={() => setOpen(!open)}>
          {open ? 'Leave out' : 'Show'}
        </Button>
        {mine === undefined ? null : (
          <TakeBack subject={subject} as={mine.as} label="Take back that this review is hidden" />
        )}
      </div>
      <div id={text}>{open ? children : null}</div>
    </>
  );
}
