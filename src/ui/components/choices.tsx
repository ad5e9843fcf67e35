import { useId, type ReactNode } from 'react';
import styles from './choices.module.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: ReactNode;
}

interface ChoicesProps<Value extends string> {
  readonly legend: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly onChoose: (value: Value) => void;
  readonly error?: string | undefined;
}

/** One of a few: native radio buttons, each as large as its words. */
export function Choices<Value extends string>({
  legend,
  choices,
  value: chosen,
  onChoose,
  error,
}: ChoicesProps<Value>) {
  const name = useId();
  return (
    <fieldset
      className={styles.choices}
      aria-describedby={error === undefined ? undefined : `${name}-error`}
      data-invalid={error === undefined ? undefined : ''}
    >
      <legend>{legend}</legend>
      {choices.map(({ value, label, hint }) => (
        <label key={value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span>
            {label}
            {hint === undefined ? null : <small>{hint}</small>}
          </span>
        </label>
      ))}
      {error === undefined ? null : (
        <p id={`${name}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
