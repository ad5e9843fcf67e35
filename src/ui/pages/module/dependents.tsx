import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import { Button } from '../../components/button.tsx';
import { CardUses } from '../../components/card-uses.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { formatCount } from '../../text/format.ts';
import styles from './lists.module.css';

const SHOWN = 8;

/** Modules of the catalogue that need this one; nothing where there are none. */
export function Dependents({ id }: { id: ModuleId }) {
  const [isOpen, setOpen] = useState(false);
  const { value } = useQuery(`dependents ${id}`, (engine) => engine.dependents(id), {
    topics: ['catalogue'],
  });
  if (value === undefined || value.total === 0) return null;
  const { total, cards } = value;
  const left = cards.length - SHOWN;
  return (
    <section className={styles.section}>
      <h2>Needed by</h2>
      <p className={styles.soft}>
        {formatCount(total, 'module')} in the catalogue, by what their entries say
        {total > cards.length ? `; the ${cards.length} most used are listed` : ''}.
      </p>
      <ul className={styles.rows} aria-label="Modules that need it">
        {cards.slice(0, isOpen ? cards.length : SHOWN).map((card) => (
          <li key={card.id}>
            <div className={styles.line}>
              <Link to="/m/$id" params={{ id: card.id }} search={{ tab: 'dependencies' }}>
                {card.name}
              </Link>
              <code>{card.id}</code>
            </div>
            <div className={styles.facts}>
              <span>{card.version}</span>
              <CardUses card={card} />
            </div>
          </li>
        ))}
      </ul>
      {left > 0 && !isOpen ? (
        <Button small look="quiet" onClick={() => setOpen(true)}>
          Show {left} more
        </Button>
      ) : null}
    </section>
  );
}
