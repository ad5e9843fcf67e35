import { Choices } from '../../components/choices.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import styles from './settings-page.module.css';

/** Whether modules that need each other are installed. */
export function CycleSettings() {
  const { engine } = useServices();
  const { value } = useQuery('cycles', (asked) => asked.cyclesAllowed(), { topics: ['installed'] });
  const change = useAction((on: boolean) => engine.allowCycles(on));
  if (value === undefined) return null;
  return (
    <section className={styles.section}>
      <h2>Modules that need each other</h2>
      <p className={styles.soft}>
        Where a module needs itself by way of others, none of them can be there before the rest. Nearly always
        that is a mistake of who published it.
      </p>
      <div className={styles.form}>
        <Choices
          legend="When an install meets a circle"
          value={value ? 'allow' : 'refuse'}
          onChoose={(chosen) => void change.run(chosen === 'allow')}
          choices={[
            { value: 'refuse', label: 'Stop, and show the circle' },
            { value: 'allow', label: 'Install all of them together' },
          ]}
        />
      </div>
    </section>
  );
}
