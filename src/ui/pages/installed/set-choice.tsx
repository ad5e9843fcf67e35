import { lazy, Suspense, useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { adviceFor } from '../../text/errors.ts';
import { formatBytes, formatCount } from '../../text/format.ts';
import styles from './sets.module.css';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../components/confirm-dialog.tsx')).ConfirmDialog,
}));

function NewSet({ close }: { close: () => void }) {
  const { engine } = useServices();
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const make = useAction(() => engine.chooseSet(name.trim()), { tell: false });

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (await make.run()) close();
  }

  return (
    <form className={styles.new} onSubmit={(event) => void submit(event)}>
      <TextField
        label="Name of the new set"
        hint="For instance imaging: lower-case letters, digits and hyphens."
        value={name}
        error={make.error === undefined ? undefined : adviceFor(make.error).wrong}
        onChange={({ target }) => setName(target.value)}
        ref={field}
      />
      <div className={styles.row}>
        <Button type="submit" look="primary" disabled={make.running || name.trim() === ''}>
          Make it
        </Button>
        <Button look="quiet" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Which set is shown and changed. Of others one may hold other versions of the same modules. */
export function SetChoice() {
  const { engine } = useServices();
  const id = useId();
  const [isMaking, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<string>();
  const { value } = useQuery('sets', (asked) => asked.sets(), { topics: ['installed'] });
  const use = useAction((name: string) => engine.chooseSet(name));
  const remove = useAction((name: string) => engine.removeSet(name));
  if (value === undefined) return null;
  const active = value.find(({ isActive }) => isActive)?.name ?? '';
  const others = value.filter(({ isActive, name }) => !isActive && name !== 'default');
  return (
    <section className={styles.section} aria-label="Sets">
      <h2>Sets</h2>
      <p className={styles.soft}>
        What is in one set fits together. Another set is resolved by itself, so it may hold other versions of
        the same modules.
      </p>
      <div className={styles.row}>
        <label htmlFor={id}>In use</label>
        <select
          id={id}
          className={styles.select}
          value={active}
          disabled={use.running}
          onChange={({ target }) => void use.run(target.value)}
        >
          {value.map(({ name, count, size }) => (
            <option key={name} value={name}>
              {name} ({formatCount(count, 'module')}, {formatBytes(size)})
            </option>
          ))}
        </select>
        {isMaking ? null : (
          <Button small onClick={() => setMaking(true)}>
            New set…
          </Button>
        )}
      </div>
      {isMaking ? <NewSet close={() => setMaking(false)} /> : null}
      {others.map(({ name }) => (
        <div key={name} className={styles.row}>
          <Button
            small
            look="danger"
            disabled={remove.running}
            aria-haspopup="dialog"
            onClick={() => setLeaving(name)}
          >
            Remove {name}…
          </Button>
        </div>
      ))}
      {leaving === undefined ? null : (
        <Suspense>
          <ConfirmDialog
            title={`Remove the set ${leaving}?`}
            yes="Remove it"
            close={() => setLeaving(undefined)}
            confirm={() => void remove.run(leaving)}
          >
            <p>
              All that is installed in it, and its earlier states, are gone from this device. Other sets stay
              as they are.
            </p>
          </ConfirmDialog>
        </Suspense>
      )}
    </section>
  );
}
