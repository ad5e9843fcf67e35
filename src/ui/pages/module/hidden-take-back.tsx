import type { Did } from '../../../core/ids.ts';
import type { Hiding } from '../../../core/view/moderation.ts';
import type { Moderators, SubjectRequest } from '../../../ports/moderation.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { tell } from '../../toasts.ts';

/** The person whose lists these are. */
export function ownOf(moderators: Moderators | undefined): Did | undefined {
  const own = moderators?.lists.find((list) => list.own)?.who;
  return own === 'admins' ? undefined : own;
}

/** Their own word is theirs to take back; the registry's any of its admins'. */
export function mayTakeBack({ by, as }: Hiding, moderators: Moderators | undefined): boolean {
  return as === 'admin' ? (moderators?.isAdmin ?? false) : by === ownOf(moderators);
}

interface TakeBackProps {
  readonly subject: SubjectRequest;
  readonly as: Hiding['as'];
  /** What is shown again, for whoever cannot see what stands beside it. */
  readonly label: string;
}

/** Says by a newer record that it is shown again. */
export function TakeBack({ subject, as, label }: TakeBackProps) {
  const { engine } = useServices();
  const takeBack = useAction(async () => {
    const { id, reviewOf } = subject;
    const request = { id, reviewOf, hidden: false, reason: '' };
    await (as === 'admin' ? engine.hideAsAdmin(request) : engine.hide(request));
    tell(
      as === 'admin' ? 'The registry shows it again.' : 'It is off your list.',
      as === 'admin' ? undefined : 'Whoever follows you is told once the registry has it.',
      'good',
    );
  });
  return (
    <Button small aria-label={label} disabled={takeBack.running} onClick={() => void takeBack.run()}>
      Take back
    </Button>
  );
}
