import { Link } from '@tanstack/react-router';
import type { ModuleId } from '../../../core/ids.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useModerators } from '../../hooks/use-moderators.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { hidingSentence } from '../../text/moderation.ts';
import { ownOf } from './hidden-take-back.tsx';
import styles from './report-dialog.module.css';

function Hidden({ id }: { id: ModuleId }) {
  const { value: moderators } = useModerators();
  const { value } = useQuery(`module ${id}`, (engine) => engine.module(id), { topics: [`module/${id}`] });
  const hidings = typeof value === 'object' ? value.moderation : [];
  return (
    <li>
      <Link to="/m/$id" params={{ id }}>
        <code>{id}</code>
      </Link>
      {hidings.map((hiding) => (
        <p key={`${hiding.as} ${hiding.by}`}>{hidingSentence(hiding, ownOf(moderators))}</p>
      ))}
    </li>
  );
}

interface HiddenInstallDialogProps {
  /** What is to be installed; absent where it is a change of the whole set. */
  readonly id: ModuleId | undefined;
  /** What is hidden of all that would be installed, `id` or what it needs. */
  readonly hidden: readonly ModuleId[];
  readonly close: () => void;
  readonly confirm: () => void;
}

/** What is hidden here is installed only after an explicit yes to each of it. */
export function HiddenInstallDialog({ id, hidden, close, confirm }: HiddenInstallDialogProps) {
  const needed = hidden.filter((one) => one !== id);
  return (
    <Dialog title="Install what is hidden here?" close={close}>
      <p>
        {needed.length === 0
          ? 'A moderation list that counts here says that this module is better not shown.'
          : hidden.length === needed.length
            ? `${id ?? 'This change'} needs what a moderation list that counts here hides.`
            : 'A moderation list that counts here hides this module and some that it needs.'}{' '}
        Its signature and hash are checked as always; they say who made it, not that it does no harm.
      </p>
      <ul className={styles.ids}>
        {hidden.map((one) => (
          <Hidden key={one} id={one} />
        ))}
      </ul>
      <div className={styles.actions}>
        <Button
          look="danger"
          onClick={() => {
            close();
            confirm();
          }}
        >
          Install anyway
        </Button>
        <Button onClick={close}>Do not install</Button>
      </div>
    </Dialog>
  );
}
