import { Link } from '@tanstack/react-router';
import type { Card } from '../../../ports/engine.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { RatingMark } from '../../components/stars.tsx';
import { formatBytes } from '../../text/format.ts';
import { needsOf } from '../../text/needs.ts';
import styles from './module-row.module.css';

const MOST_TAGS = 5;

export function ModuleRow({ card }: { card: Card }) {
  const {
    id,
    name,
    description,
    version,
    size,
    licence,
    type,
    tags,
    imports,
    updatedAt,
    rating,
    installed,
    pending,
    hidden,
  } = card;
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
          {rating === undefined ? null : (
            <span className={styles.rating}>
              <RatingMark {...rating} />
            </span>
          )}
        </div>
        <p className={styles.description}>{description}</p>
        <p className={styles.facts}>
          <code>{version}</code>
          <span>{formatBytes(size)}</span>
          <span>{licence}</span>
          <span>{type}</span>
          <Age time={updatedAt} />
          {installed === undefined ? null : (
            <Badge tone="good">{installed === version ? 'Installed' : `Installed ${installed}`}</Badge>
          )}
          {pending ? (
            <Badge tone="warn" title="On this device only; the registry has not signed a receipt for it.">
              Not published yet
            </Badge>
          ) : null}
          {hidden ? <Badge tone="warn">Hidden</Badge> : null}
          <Badge title={needs.meaning}>{needs.label}</Badge>
          {tags.slice(0, MOST_TAGS).map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
            </span>
          ))}
        </p>
      </div>
    </article>
  );
}

export function PlaceholderRow() {
  return (
    <div className={styles.row} aria-hidden="true">
      <span className={styles.blankGlyph} />
      <div className={styles.body}>
        <span className={styles.blank} />
        <span className={styles.blank} />
        <span className={styles.blank} />
      </div>
    </div>
  );
}
