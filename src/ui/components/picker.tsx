import { Command } from 'cmdk';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import styles from './picker.module.css';

interface PickerProps {
  readonly title: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Of all items, in their order: Enter takes the first until another was gone to. */
  readonly values: readonly string[];
  /** They answer what was typed before: Enter waits for those that answer this. */
  readonly isStale: boolean;
  /** Of the one that Enter had to wait for. */
  readonly pick: (value: string) => void;
  readonly close: () => void;
  /** `PickerGroup` and `PickerItem`. */
  readonly children: ReactNode;
}

/** One thing by what is typed. The dialog is ours: cmdk's own writes style elements, which the CSP refuses. */
export function Picker(props: PickerProps) {
  const { title, placeholder, text, onText, values, isStale, pick, close, children } = props;
  const [picked, setPicked] = useState('');
  /** Enter was pressed on what answers an earlier text. */
  const isAwaited = useRef(false);
  const chosen = values.find((value) => value === picked) ?? values[0] ?? '';

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !isStale) return;
    event.preventDefault();
    isAwaited.current = true;
  }

  function type(typed: string): void {
    isAwaited.current = false;
    onText(typed);
  }

  useEffect(() => {
    if (!isAwaited.current || isStale) return;
    isAwaited.current = false;
    if (chosen !== '') pick(chosen);
  }, [isStale, chosen, pick]);

  return (
    <Dialog title={title} close={close} bare>
      <Command
        shouldFilter={false}
        value={chosen}
        onValueChange={setPicked}
        onKeyDown={onKeyDown}
        label={title}
        className={styles.palette}
      >
        <Command.Input value={text} onValueChange={type} placeholder={placeholder} className={styles.input} />
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
