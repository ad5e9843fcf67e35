import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useState } from 'react';
import type { SavedSearch } from '../../ports/search.ts';
import { useQuery } from '../hooks/use-query.ts';
import { useSavedSearches } from '../hooks/use-saved-searches.ts';
import { searchAt } from '../search-params.ts';
import { Dialog } from './dialog.tsx';
import { SCREENS } from './header.tsx';
import { Icon, type IconName } from './icon.tsx';
import styles from './palette.module.css';

const SHOWN = 8;

/** The navigation's, and those that are seldom gone to. */
const ALL_SCREENS = [
  ...SCREENS,
  { to: '/check', label: 'Check a file', icon: 'inspect' },
  { to: '/compare', label: 'Compare modules', icon: 'compare' },
  { to: '/moderation', label: 'Moderation', icon: 'flag' },
  { to: '/settings', label: 'Settings', icon: 'settings' },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

/** No module has such an id. */
const valueOf = ({ id }: SavedSearch): string => `search ${id}`;

/** Screens, saved searches and modules by what is typed. The dialog is ours: cmdk's own writes style elements, which the CSP refuses. */
export function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const [picked, setPicked] = useState('');
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
  const values = [
    ...screens.map(({ to }) => to),
    ...saved.map(valueOf),
    ...(found.value?.cards ?? []).map(({ id }) => id),
  ];

  return (
    <Dialog title="Go to anything" close={close} bare>
      <Command
        shouldFilter={false}
        value={values.find((value) => value === picked) ?? values[0] ?? ''}
        onValueChange={setPicked}
        label="Go to anything"
        className={styles.palette}
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Module, screen or saved search"
          className={styles.input}
        />
        <Command.List className={styles.list}>
          <Command.Empty className={styles.empty}>Nothing fits “{text}”.</Command.Empty>
          {screens.length === 0 ? null : (
            <Command.Group heading="Screens" className={styles.group}>
              {screens.map(({ to, label, icon }) => (
                <Command.Item
                  key={to}
                  value={to}
                  className={styles.item}
                  onSelect={() => {
                    close();
                    void navigate({ to });
                  }}
                >
                  <Icon name={icon} />
                  {label}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {saved.length === 0 ? null : (
            <Command.Group heading="Saved searches" className={styles.group}>
              {saved.map((search) => (
                <Command.Item
                  key={search.id}
                  value={valueOf(search)}
                  className={styles.item}
                  onSelect={() => {
                    close();
                    void navigate({ to: '/', search: searchAt(search.address) });
                  }}
                >
                  <Icon name="bookmark" />
                  <bdi>{search.name}</bdi>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {found.value === undefined || found.value.cards.length === 0 ? null : (
            <Command.Group heading="Modules" className={styles.group}>
              {found.value.cards.map(({ id, name }) => (
                <Command.Item
                  key={id}
                  value={id}
                  className={styles.item}
                  onSelect={() => {
                    close();
                    void navigate({ to: '/m/$id', params: { id } });
                  }}
                >
                  {name}
                  <code>{id}</code>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}
