import { SelectField } from './field.tsx';

interface ValueFieldProps<Value> {
  readonly label: string;
  readonly hint?: string;
  /** What is offered, in order; the one that is set too, at the end where it is none of them. */
  readonly values: readonly Value[];
  /** Each in words, no two in the same. */
  readonly words: (value: Value) => string;
  readonly value: Value;
  readonly disabled: boolean;
  readonly onChoose: (value: Value) => void;
}

/** A choice among values that are no text, as a number of days. */
export function ValueField<Value>({ values, words, value, onChoose, ...field }: ValueFieldProps<Value>) {
  const offered = values.includes(value) ? values : [...values, value];
  return (
    <SelectField
      {...field}
      options={offered.map(words)}
      value={words(value)}
      onChange={({ target }) => onChoose(offered[target.selectedIndex] as Value)}
    />
  );
}
