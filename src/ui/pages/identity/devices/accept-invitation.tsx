import type { DeviceInvitation } from '../../../../ports/devices.ts';
import type { Identity } from '../../../../ports/engine.ts';
import { Button } from '../../../components/button.tsx';
import { PersonName, ProvedDomain } from '../../../components/person-name.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useQuery } from '../../../hooks/use-query.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { formatCount } from '../../../text/format.ts';
import { tell } from '../../../toasts.ts';
import { DidPicture } from '../did-picture.tsx';
import { IdentityAtStake } from './identity-at-stake.tsx';
import styles from './devices.module.css';

interface AcceptInvitationProps {
  readonly identity: Identity;
  readonly invitation: DeviceInvitation;
  readonly close: () => void;
}

/** Whoever saw the code could have answered it, in their own name: so it is shown whose identity it is, before it counts. */
export function AcceptInvitation({ identity, invitation, close }: AcceptInvitationProps) {
  const { engine } = useServices();
  const { person, modules } = invitation;
  const { value: known } = useQuery(`profile ${person}`, (asked) => asked.profile(person), {
    topics: ['people'],
  });
  const join = useAction(() => engine.joinPerson(person), { tell: false });
  const drop = useAction(async () => {
    await engine.dropOffer();
    close();
  });
  const isLoss = identity.did !== person && identity.hasMain && identity.backedUpAt === undefined;

  async function accept(): Promise<void> {
    if (!(await join.run())) return;
    close();
    tell('This device signs for you now.', 'Your main key stays on the other one.', 'good');
  }

  return (
    <>
      <p>
        The answer came in the name of this identity. Say yes only if it is yours, as your other device shows
        it.
      </p>
      <div className={styles.person}>
        {known === undefined ? null : (
          <p>
            <PersonName name={known.name} />
            <ProvedDomain person={known} />
          </p>
        )}
        <code>{person}</code>
        <DidPicture did={person} />
      </div>
      <p className={styles.soft}>
        {modules.length === 0
          ? 'It publishes none of their modules yet.'
          : `This device may then publish ${formatCount(modules.length, 'module')}: ${modules.slice(0, 5).join(', ')}${modules.length > 5 ? ' …' : '.'}`}
      </p>
      {identity.did === person ? null : <IdentityAtStake identity={identity} />}
      {join.error === undefined ? null : (
        <p className={styles.problem} role="alert">
          {sentenceFor(join.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button look={isLoss ? 'danger' : 'primary'} disabled={join.running} onClick={() => void accept()}>
          {isLoss ? 'Replace my identity' : 'Use this identity'}
        </Button>
        <Button disabled={drop.running} onClick={() => void drop.run()}>
          Not mine
        </Button>
      </div>
    </>
  );
}
