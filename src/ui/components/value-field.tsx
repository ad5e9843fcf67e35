import { SelectField } from './field.tsx';

interface ValueFieldProps<Value> {
  readonly label: string;
  readonly hint?: string;
  /** What is offered; the one that is set too, where it is none of them. */
  readonly values: readonly Value[];
  /** Their order; without it as they come, what is set last. */
  readonly compare?: (a: Value, b: Value) => number;
  /** Each in words, no two in the same. */
  readonly words: (value: Value) => string;
  readonly value: Value;
  readonly disabled: boolean;
  readonly onChoose: (value: Value) => void;
}

/** A choice among values that are no text, as a number of days. */
export function ValueField<Value>({
  values,
  compare,
  words,
  value,
  onChoose,
  ...field
}: ValueFieldProps<Value>) {
  const all = values.includes(value) ? values : [...values, value];
  const offered = compare === undefined ? all : all.toSorted(compare);
  return (
    <SelectField
      {...field}
      options={offered.map(words)}
      value={words(value)}
      onChange={({ target }) => onChoose(offered[target.selectedIndex] as Value)}
    />
  );
}
