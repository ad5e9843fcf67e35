import type { Did } from '../../../core/ids.ts';
import type { ModuleView } from '../../../core/view/module-view.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import styles from './publishers/publishers.module.css';

interface TrustOwnerDialogProps {
  readonly module: Pick<ModuleView, 'id' | 'owner'>;
  /** Whom this device knew. */
  readonly pinned: Did;
  readonly close: () => void;
}

export function TrustOwnerDialog({ module: { id, owner }, pinned, close }: TrustOwnerDialogProps) {
  const { engine } = useServices();
  const trust = useAction(() => engine.trustOwner({ id, owner }));
  return (
    <Dialog title="Trust the new owner?" close={close}>
      <p>
        This device knew <code className={styles.whole}>{pinned}</code> as the owner of <code>{id}</code>
        {pinned === owner ? (
          ', and how it came to them is told otherwise now: somebody may have been put before them.'
        ) : (
          <>
            , who has not handed it over to <code className={styles.whole}>{owner}</code>.
          </>
        )}
      </p>
      <ul className={styles.points}>
        <li>It may be that a key was lost and the registry gave the id anew. It may also be a theft.</li>
        <li>
          Go on only if the owner whom you knew, or whoever runs the registry, told you why by another way.
        </li>
        <li>This device will install whatever the new owner publishes. You can undo it here.</li>
      </ul>
      <div className={styles.actions}>
        <Button
          look="danger"
          disabled={trust.running}
          onClick={() => void trust.run().then((done) => (done ? close() : undefined))}
        >
          Trust the new owner on this device
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </Dialog>
  );
}
