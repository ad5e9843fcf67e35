import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import type { DependencyRow } from './form.ts';
import styles from './publish-page.module.css';

interface DependencyRowsProps {
  readonly rows: readonly DependencyRow[];
  readonly change: (rows: readonly DependencyRow[]) => void;
  readonly problem: string | undefined;
}

export function DependencyRows({ rows, change, problem }: DependencyRowsProps) {
  const replace = (place: number, row: Partial<DependencyRow>) =>
    change(rows.map((before, index) => (index === place ? { ...before, ...row } : before)));

  return (
    <fieldset className={styles.dependencies}>
      <legend>Dependencies</legend>
      <p className={styles.hint}>Modules of this registry that are installed with yours.</p>
      {rows.map((row, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
        <div key={place} className={styles.dependency}>
          <TextField
            mono
            label="Depends on"
            placeholder="io.acme.codec"
            value={row.id}
            onChange={({ target }) => replace(place, { id: target.value })}
          />
          <TextField
            mono
            label="Range"
            placeholder="^1.0.0"
            value={row.range}
            onChange={({ target }) => replace(place, { range: target.value })}
          />
          <Button
            look="quiet"
            aria-label={`Remove dependency ${row.id || place + 1}`}
            onClick={() => change(rows.filter((_, index) => index !== place))}
          >
            Remove
          </Button>
        </div>
      ))}
      {problem === undefined ? null : <p className={styles.problem}>{problem}</p>}
      <Button small onClick={() => change([...rows, { id: '', range: '' }])}>
        Add a dependency
      </Button>
    </fieldset>
  );
}
