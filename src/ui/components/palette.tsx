import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SavedSearch } from '../../ports/search.ts';
import { useQuery } from '../hooks/use-query.ts';
import { useSavedSearches } from '../hooks/use-saved-searches.ts';
import { searchAt } from '../search-params.ts';
import { SCREENS } from './header.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Picker, PickerGroup, PickerItem } from './picker.tsx';

const SHOWN = 8;

/** The navigation's, and those that are seldom gone to. */
const ALL_SCREENS = [
  ...SCREENS,
  { to: '/check', label: 'Check a file', icon: 'inspect' },
  { to: '/open', label: 'Open a link', icon: 'link' },
  { to: '/compare', label: 'Compare modules', icon: 'compare' },
  { to: '/moderation', label: 'Moderation', icon: 'flag' },
  { to: '/settings', label: 'Settings', icon: 'settings' },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

/** No module has such an id. */
const valueOf = ({ id }: SavedSearch): string => `search ${id}`;

/** Screens, saved searches and modules by what is typed. */
export function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const found = useQuery(
    `palette ${text}`,
    (engine) =>
      engine.search({ text, tags: [], sort: text === '' ? 'recent' : 'relevance', offset: 0, limit: SHOWN }),
    { topics: ['catalogue'], keep: true },
  );
  const wanted = text.trim().toLowerCase();
  const screens = ALL_SCREENS.filter(({ label }) => label.toLowerCase().includes(wanted));
  const saved = useSavedSearches().filter(({ name }) => name.toLowerCase().includes(wanted));
  const cards = found.value?.cards ?? [];
  const leave = (go: () => Promise<void>) => () => {
    close();
    void go();
  };

  return (
    <Picker
      title="Go to anything"
      placeholder="Module, screen or saved search"
      text={text}
      onText={setText}
      values={[...screens.map(({ to }) => to), ...saved.map(valueOf), ...cards.map(({ id }) => id)]}
      // Screens and saved searches are known at once.
      isStale={screens.length + saved.length === 0 && (found.stale || found.loading)}
      pick={(id) => leave(() => navigate({ to: '/m/$id', params: { id } }))()}
      close={close}
    >
      <PickerGroup heading="Screens">
        {screens.map(({ to, label, icon }) => (
          <PickerItem key={to} value={to} pick={leave(() => navigate({ to }))}>
            <Icon name={icon} />
            {label}
          </PickerItem>
        ))}
      </PickerGroup>
      <PickerGroup heading="Saved searches">
        {saved.map((search) => (
          <PickerItem
            key={search.id}
            value={valueOf(search)}
            pick={leave(() => navigate({ to: '/', search: searchAt(search.address) }))}
          >
            <Icon name="bookmark" />
            <bdi>{search.name}</bdi>
          </PickerItem>
        ))}
      </PickerGroup>
      <PickerGroup heading="Modules">
        {cards.map(({ id, name }) => (
          <PickerItem key={id} value={id} pick={leave(() => navigate({ to: '/m/$id', params: { id } }))}>
            {name}
            <code>{id}</code>
          </PickerItem>
        ))}
      </PickerGroup>
    </Picker>
  );
}
