import { Link } from '@tanstack/react-router';
import { Button, buttonClass } from '../../components/button.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { Icon } from '../../components/icon.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { MOST_COMPARED } from '../../search-params.ts';
import { nameEnds } from './name-ends.ts';
import type { Comparing } from './use-comparing.ts';
import styles from './compare-bar.module.css';

function ChosenName({ name }: { name: string }) {
  const [begin, end] = nameEnds(name);
  return (
    <span className={styles.name}>
      <span>{begin}</span>
      <span>{end}</span>
    </span>
  );
}

/** What is chosen to be compared, wherever one has scrolled to. */
export function CompareBar({ comparing: { ids, isFull, toggle, clear } }: { comparing: Comparing }) {
  const { value = [] } = useQuery(`cards ${ids.join(' ')}`, (engine) => engine.cards(ids), {
    topics: ['catalogue'],
    keep: true,
  });
  const nameOf = (id: string) => value.find((card) => card.id === id)?.name ?? id;
  return (
    <section className={styles.bar} aria-label="Compare modules">
      <ul className={styles.chosen} aria-label="Chosen to compare">
        {ids.map((id) => (
          <li key={id} className={styles.one} title={nameOf(id)}>
            <Glyph id={id} small />
            <ChosenName name={nameOf(id)} />
            <button type="button" aria-label={`Do not compare ${nameOf(id)}`} onClick={() => toggle(id)}>
              <Icon name="cross" size={12} />
            </button>
          </li>
        ))}
      </ul>
      <output className={styles.note} data-full={isFull || undefined}>
        {isFull ? `${MOST_COMPARED} at most` : ids.length === 1 ? 'Choose another one' : ''}
      </output>
      <div className={styles.actions}>
        <Button small look="quiet" className={styles.clear} onClick={clear}>
          Clear
        </Button>
        <Link to="/compare" search={{ id: ids }} className={buttonClass('primary', true)}>
          Compare {ids.length}
        </Link>
      </div>
    </section>
  );
}
