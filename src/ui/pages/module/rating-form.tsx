import { useId, useState, type FormEvent } from 'react';
import type { RatingView } from '../../../core/view/module-view.ts';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { TextArea } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useOwnReview } from './use-own-review.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { formatAge } from '../../text/format.ts';
import { tell } from '../../toasts.ts';
import { MAX_REVIEW, reviewProblem } from './review.ts';
import { StarChoice } from './star-choice.tsx';
import { shownRelease } from './shown-release.ts';
import styles from './ratings-tab.module.css';

export function RatingForm({ page, own }: { page: ModulePage; own: RatingView | undefined }) {
  const { engine } = useServices();
  const { id } = page.module;
  const heading = useId();
  const [chosen, setChosen] = useState<number>();
  const { text: review, type, sent } = useOwnReview(id, own?.review);
  const [asked, setAsked] = useState(false);
  const stars = chosen ?? own?.stars;
  const version = page.installation?.version ?? shownRelease(page)?.version;
  const submit = useAction(
    (value: number) =>
      engine.rate({ id, stars: value, review: review.trim(), ...(version === undefined ? {} : { version }) }),
    { tell: false },
  );
  const tooLong = reviewProblem(review);
  const noStars = asked && stars === undefined ? 'Choose 1 to 5 stars.' : undefined;

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (stars === undefined || tooLong !== undefined) return;
    if (!(await submit.run(stars))) return;
    sent();
    tell('Your rating is stored on this device.', 'It counts for others once the registry has it.', 'good');
  }

  return (
    <form className={styles.form} aria-labelledby={heading} onSubmit={(event) => void send(event)} noValidate>
      <h2 id={heading}>{own === undefined ? 'Rate this module' : 'Change your rating'}</h2>
      {own === undefined ? null : (
        <p className={styles.soft}>
          You gave {own.stars === 1 ? '1 star' : `${own.stars} stars`} {formatAge(own.time)}
          {own.pending ? '; it is not with the registry yet.' : '.'}
        </p>
      )}
      <StarChoice value={stars} onChoose={setChosen} error={noStars} />
      <TextArea
        label="Review"
        value={review}
        onChange={(event) => type(event.target.value)}
        error={tooLong ?? (submit.error === undefined ? undefined : sentenceFor(submit.error))}
        hint={`Optional, public. ${review.length.toLocaleString('en')} of ${MAX_REVIEW.toLocaleString('en')} characters.`}
      />
      <Button look="primary" type="submit" disabled={submit.running}>
        Submit rating
      </Button>
    </form>
  );
}
