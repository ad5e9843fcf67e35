import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Card } from '../../../ports/search.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { formatBytes, shortDid } from '../../text/format.ts';
import { madeByName } from '../../text/made-by.ts';
import { needsOf } from '../../text/needs.ts';
import { CardMarks, Unchecked } from './card-marks.tsx';
import { CardRating } from '../../components/card-rating.tsx';
import { CardUses } from '../../components/card-uses.tsx';
import type { Comparing } from './use-comparing.ts';
import styles from './module-row.module.css';

const MOST_TAGS = 5;

/** Who made it, as its publisher says; else whose it is. The picture is always that of the identity. */
function Publisher({ author, madeBy }: Pick<Card, 'author' | 'madeBy'>) {
  const title = madeBy === undefined ? author : `Made by ${madeBy}, says its publisher ${author}`;
  return (
    <span className={styles.publisher} title={title}>
      <Glyph id={author} small />
      {madeBy === undefined ? <code>{shortDid(author)}</code> : <bdi>{madeByName(madeBy)}</bdi>}
    </span>
  );
}

function CompareToggle({ card: { id, name }, comparing }: { card: Card; comparing: Comparing }) {
  const isChosen = comparing.ids.includes(id);
  return (
    <label className={styles.compare}>
      <input
        type="checkbox"
        checked={isChosen}
        disabled={!isChosen && comparing.isFull}
        onChange={() => comparing.toggle(id)}
      />
      Compare<span className="visually-hidden"> {name}</span>
    </label>
  );
}

interface ModuleRowProps {
  readonly card: Card;
  readonly comparing: Comparing;
}

/** Drawn anew with a new answer only, not with every letter that is typed before it. */
export const ModuleRow = memo(function ModuleRow({ card, comparing }: ModuleRowProps) {
  const { id, name, description, version, size, licence, type, tags, imports, updatedAt } = card;
  const needs = needsOf(imports);
  return (
    <article className={styles.row}>
      <Glyph id={id} />
      <div className={styles.body}>
        <div className={styles.first}>
          <h2 className={styles.name}>
            <Link to="/m/$id" params={{ id }}>
              {name}
            </Link>
          </h2>
          <code className={styles.id}>{id}</code>
        </div>
        <p className={styles.description}>{description}</p>
        <p className={styles.facts}>
          <code>{version}</code>
          <Age time={updatedAt} />
          <Publisher {...card} />
          <span>{formatBytes(size)}</span>
          <span>{licence}</span>
          <CardUses card={card} />
        </p>
        <p className={styles.facts}>
          <CardMarks card={card} />
          <Badge>{type}</Badge>
          <Badge title={needs.meaning}>{needs.label}</Badge>
          {tags.slice(0, MOST_TAGS).map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
            </span>
          ))}
          <Unchecked card={card} />
        </p>
      </div>
      <div className={styles.side}>
        <CardRating card={card} />
        <CompareToggle card={card} comparing={comparing} />
      </div>
    </article>
  );
});
