import { Command } from 'cmdk';
import { useState } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import { Dialog } from '../../components/dialog.tsx';
import palette from '../../components/palette.module.css';
import { useQuery } from '../../hooks/use-query.ts';

const SHOWN = 12;

interface PickModuleProps {
  /** These are chosen already. */
  readonly without: readonly ModuleId[];
  readonly pick: (id: ModuleId) => void;
  readonly close: () => void;
}

/** One module by what is typed. */
export function PickModule({ without, pick, close }: PickModuleProps) {
  const [text, setText] = useState('');
  const [picked, setPicked] = useState('');
  const { value } = useQuery(
    `palette ${text} ${SHOWN}`,
    (engine) =>
      engine.search({ text, tags: [], sort: text === '' ? 'popular' : 'relevance', offset: 0, limit: SHOWN }),
    { topics: ['catalogue'], keep: true },
  );
  const cards = (value?.cards ?? []).filter(({ id }) => !without.includes(id));
  const isThere = cards.some(({ id }) => id === picked);

  return (
    <Dialog title="Add a module" close={close} bare>
      <Command
        shouldFilter={false}
        value={isThere ? picked : (cards[0]?.id ?? '')}
        onValueChange={setPicked}
        label="Add a module"
        className={palette.palette}
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Name, tag or what it does"
          className={palette.input}
        />
        <Command.List className={palette.list}>
          <Command.Empty className={palette.empty}>Nothing fits “{text}”.</Command.Empty>
          {cards.map(({ id, name }) => (
            <Command.Item key={id} value={id} className={palette.item} onSelect={() => pick(id)}>
              {name}
              <code>{id}</code>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}
