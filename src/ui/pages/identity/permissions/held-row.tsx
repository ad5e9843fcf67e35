import { Link } from '@tanstack/react-router';
import type { Did } from '../../../../core/ids.ts';
import type { HeldPermission } from '../../../../ports/permissions.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button, buttonClass } from '../../../components/button.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { formatDate, formatTime } from '../../../text/format.ts';
import { deedWords, endSentence, moduleOfScope, scopeWords } from '../../../text/permissions.ts';
import { PermissionChain } from './permission-chain.tsx';
import styles from './permissions.module.css';

interface HeldRowProps {
  readonly permission: HeldPermission;
  readonly mine: Did | undefined;
  readonly here: Did | undefined;
  readonly root: Did | undefined;
}

export function HeldRow({ permission, mine, here, root }: HeldRowProps) {
  const { engine } = useServices();
  const { id, mode, chain, scope, until, receivedAt, ended } = permission;
  const forget = useAction(() => engine.forgetPermission(id));
  const name = scopeWords(scope);
  const module = moduleOfScope(scope);
  return (
    <li data-ended={ended === undefined ? undefined : ''}>
      <div className={styles.line}>
        {module === undefined ? (
          <span className={styles.scope}>{name}</span>
        ) : (
          <Link className={styles.scope} to="/m/$id" params={{ id: module }}>
            {name}
          </Link>
        )}
        <Badge tone={ended === undefined ? 'good' : 'bad'}>
          {ended === undefined ? `May ${deedWords(mode, chain.at(-1)?.path ?? '')}` : 'Ended'}
        </Badge>
      </div>
      <p className={styles.facts}>
        <span title={formatTime(receivedAt)}>Yours since {formatDate(receivedAt)}</span>
        <span>{until === undefined ? 'no end' : `until ${formatDate(until)}`}</span>
      </p>
      {ended === undefined ? null : <p className={styles.warn}>{endSentence(ended, mine)}</p>}
      <PermissionChain
        chain={chain}
        mine={mine}
        here={here}
        root={root}
        label={`From the root to you, for ${name}`}
      />
      <div className={styles.actions}>
        {ended === undefined && mode === 'write' && module !== undefined ? (
          <Link
            to="/m/$id"
            params={{ id: module }}
            search={{ tab: 'trust' }}
            className={buttonClass('plain', true)}
          >
            Hand on
          </Link>
        ) : null}
        <Button
          small
          look="quiet"
          disabled={forget.running}
          aria-label={`Forget the permission for ${name}`}
          onClick={() => void forget.run()}
        >
          Forget
        </Button>
      </div>
    </li>
  );
}
