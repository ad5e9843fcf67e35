import { Link } from '@tanstack/react-router';
import type { Card } from '../../../ports/search.ts';
import { Age } from '../../components/age.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { CardMarks } from './card-marks.tsx';
import { CardRating } from '../../components/card-rating.tsx';
import { CardUses } from '../../components/card-uses.tsx';
import styles from './card-tile.module.css';

/** A module on the start page: enough to tell whether it is worth a look. */
export function CardTile({ card }: { card: Card }) {
  const { id, name, description, version, updatedAt } = card;
  return (
    <article className={styles.tile}>
      <Glyph id={id} />
      <div className={styles.body}>
        <h3 className={styles.name}>
          <Link to="/m/$id" params={{ id }} title={id}>
            {name}
          </Link>
        </h3>
        <p className={styles.description}>{description}</p>
        <p className={styles.facts}>
          <code>{version}</code>
          <Age time={updatedAt} />
          <CardUses card={card} />
          <CardRating card={card} />
          <CardMarks card={card} />
        </p>
      </div>
    </article>
  );
}
