import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';
import styles from './field.module.css';

interface Shared {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Below the control: suggestions, counters. */
  readonly children?: ReactNode;
}

/** Label, control, hint and error as one; the error is read with the control. */
function Frame({ label, hint, error, children, id, control }: Shared & { id: string; control: ReactNode }) {
  return (
    <div className={styles.field} data-invalid={error === undefined ? undefined : ''}>
      <label htmlFor={id}>{label}</label>
      {control}
      {error === undefined ? null : (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {children}
    </div>
  );
}

function described(id: string, { hint, error }: Shared) {
  const ids = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter(
    Boolean,
  );
  return {
    'aria-invalid': error !== undefined,
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
  };
}

export function TextField({
  label,
  hint,
  error,
  children,
  mono = false,
  ...rest
}: Shared & ComponentPropsWithRef<'input'> & { mono?: boolean }) {
  const id = useId();
  const shared = { label, hint, error, children };
  const control = (
    <input
      id={id}
      className={mono ? styles.mono : styles.input}
      autoComplete="off"
      {...described(id, shared)}
      {...rest}
    />
  );
  return <Frame {...shared} id={id} control={control} />;
}

export function TextArea({
  label,
  hint,
  error,
  children,
  ...rest
}: Shared & ComponentPropsWithRef<'textarea'>) {
  const id = useId();
  const shared = { label, hint, error, children };
  const control = <textarea id={id} className={styles.input} {...described(id, shared)} {...rest} />;
  return <Frame {...shared} id={id} control={control} />;
}

export function SelectField({
  label,
  hint,
  error,
  options,
  ...rest
}: Omit<Shared, 'children'> &
  Omit<ComponentPropsWithRef<'select'>, 'children'> & { options: readonly string[] }) {
  const id = useId();
  const shared = { label, hint, error };
  const control = (
    <select id={id} className={styles.input} {...described(id, shared)} {...rest}>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
  return <Frame {...shared} id={id} control={control} />;
}
