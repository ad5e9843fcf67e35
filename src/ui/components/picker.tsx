import { Command } from 'cmdk';
import { useState, type ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import styles from './picker.module.css';

interface PickerProps {
  readonly title: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Of all items, in their order: Enter takes the first until another was gone to. */
  readonly values: readonly string[];
  readonly close: () => void;
  /** `PickerGroup` and `PickerItem`. */
  readonly children: ReactNode;
}

/** One thing by what is typed. The dialog is ours: cmdk's own writes style elements, which the CSP refuses. */
export function Picker({ title, placeholder, text, onText, values, close, children }: PickerProps) {
  const [picked, setPicked] = useState('');
  return (
    <Dialog title={title} close={close} bare>
      <Command
        shouldFilter={false}
        value={values.find((value) => value === picked) ?? values[0] ?? ''}
        onValueChange={setPicked}
        label={title}
        className={styles.palette}
      >
        <Command.Input
          value={text}
          onValueChange={onText}
          placeholder={placeholder}
          className={styles.input}
        />
        <Command.List className={styles.list}>
          <Command.Empty className={styles.empty}>Nothing fits “{text}”.</Command.Empty>
          {children}
        </Command.List>
      </Command>
    </Dialog>
  );
}

export function PickerGroup({ heading, children }: { heading: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group heading={heading} className={styles.group}>
      {children}
    </Command.Group>
  );
}

interface PickerItemProps {
  readonly value: string;
  readonly pick: () => void;
  readonly children: ReactNode;
}

export function PickerItem({ value, pick, children }: PickerItemProps) {
  return (
    <Command.Item value={value} className={styles.item} onSelect={pick}>
      {children}
    </Command.Item>
  );
}
