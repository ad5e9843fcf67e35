import { useState } from 'react';
import type { ActivityItem, Move } from '../../../ports/activity.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { taskLabel } from '../../text/states.ts';
import styles from './activity-page.module.css';

interface QueueToolsProps {
  readonly item: ActivityItem;
  /** From 0, among what can be moved, and how many that are. */
  readonly at: number;
  readonly of: number;
}

/** When its turn is. Buttons that would do nothing stay, so that the keyboard's place is not lost on the way. */
export function QueueTools({ item, at, of }: QueueToolsProps) {
  const { engine } = useServices();
  const [isMoved, setMoved] = useState(false);
  const move = useAction((to: Move) => engine.moveJob(item.job, to));
  const what = [taskLabel(item), item.module ?? []].flat().join(' ');

  function tool(to: Move, label: string, isIdle: boolean) {
    return (
      <Button
        small
        look="quiet"
        className={styles.tool}
        title={label}
        aria-label={`${label}: ${what}`}
        aria-disabled={isIdle}
        onClick={() => {
          if (isIdle) return;
          setMoved(true);
          void move.run(to);
        }}
      >
        <Icon name={to} />
      </Button>
    );
  }

  if (of < 2) return null;
  return (
    <span className={styles.tools}>
      {tool('first', 'Do first', at === 0)}
      {tool('up', 'Move up', at === 0)}
      {tool('down', 'Move down', at === of - 1)}
      <output className="visually-hidden">{isMoved ? `${at + 1} of ${of} that wait` : ''}</output>
    </span>
  );
}
