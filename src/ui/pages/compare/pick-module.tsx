import { useState } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import { Picker, PickerItem } from '../../components/picker.tsx';
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
  const { value, stale, loading } = useQuery(
    `palette ${text} ${SHOWN}`,
    (engine) =>
      engine.search({ text, tags: [], sort: text === '' ? 'popular' : 'relevance', offset: 0, limit: SHOWN }),
    { topics: ['catalogue'], keep: true },
  );
  const cards = (value?.cards ?? []).filter(({ id }) => !without.includes(id));

  return (
    <Picker
      title="Add a module"
      placeholder="Name, tag or what it does"
      text={text}
      onText={setText}
      values={cards.map(({ id }) => id)}
      isStale={stale || loading}
      pick={(id) => pick(id as ModuleId)}
      close={close}
    >
      {cards.map(({ id, name }) => (
        <PickerItem key={id} value={id} pick={() => pick(id)}>
          {name}
          <code>{id}</code>
        </PickerItem>
      ))}
    </Picker>
  );
}
