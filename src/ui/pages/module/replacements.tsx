import { Link } from '@tanstack/react-router';
import type { ModuleId } from '../../../core/ids.ts';
import { CardRating } from '../../components/card-rating.tsx';
import { CardUses } from '../../components/card-uses.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { formatBytes } from '../../text/format.ts';
import { needsOf } from '../../text/needs.ts';
import styles from './lists.module.css';

const SHOWN = 8;

/** Modules that offer the same functions; nothing where there are none. */
export function Replacements({ id }: { id: ModuleId }) {
  const { value = [] } = useQuery(`replacements ${id}`, (engine) => engine.replacements(id), {
    topics: ['catalogue'],
  });
  if (value.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>Could be replaced by</h2>
      <p className={styles.soft}>
        These offer every function that this module’s entry in the catalogue lists, with the same types.
        Whether they do the same is not said by that.
      </p>
      <ul className={styles.rows} aria-label="Possible replacements">
        {value.slice(0, SHOWN).map((card) => (
          <li key={card.id}>
            <div className={styles.line}>
              <Link to="/m/$id" params={{ id: card.id }}>
                {card.name}
              </Link>
              <code>{card.id}</code>
            </div>
            <div className={styles.facts}>
              <span>{card.version}</span>
              <span>{formatBytes(card.size)}</span>
              <span>{needsOf(card.imports).label}</span>
              <CardRating card={card} />
              <CardUses card={card} />
              <Link to="/compare" search={{ id: [id, card.id] }}>
                Compare<span className="visually-hidden"> with {card.name}</span>
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
