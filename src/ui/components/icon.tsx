const PATHS = {
  search: 'M7 12.5a5.5 5.5 0 1 1 0-11 5.5 5.5 0 0 1 0 11ZM11 11l3.5 3.5',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'M2.5 8.5 6 12l7.5-8',
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  warn: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 11.6v.4',
  box: 'M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6',
  publish: 'M8 11V2M4.5 5.5 8 2l3.5 3.5M2 10.5V14h12v-3.5',
  download: 'M8 2v9M4.5 7.5 8 11l3.5-3.5M2 10.5V14h12v-3.5',
  activity: 'M1.5 8.5h3l2-5.5 3 10.5 2-5h3',
  person: 'M8 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.6-2.6 2.8-4 5.5-4s4.9 1.4 5.5 4',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 .8v1.7M8 13.5v1.7M15.2 8h-1.7M2.5 8H.8M13.1 2.9l-1.2 1.2M4.1 11.9l-1.2 1.2M13.1 13.1l-1.2-1.2M4.1 4.1 2.9 2.9',
  moon: 'M13.5 10A6 6 0 0 1 6 2.5 6 6 0 1 0 13.5 10Z',
  screen: 'M1.5 2.5h13v8.5h-13zM5.5 13.8h5',
  link: 'M6.5 9.5a3 3 0 0 0 4.3 0l2.3-2.3a3 3 0 0 0-4.3-4.3l-.8.8M9.5 6.5a3 3 0 0 0-4.3 0L2.9 8.8a3 3 0 0 0 4.3 4.3l.8-.8',
  flag: 'M3.5 14.5v-12h9.5l-2.5 3 2.5 3H3.5',
  inspect:
    'M12.5 6V4.5l-3-3h-6v13H7M9.5 1.5v3h3M10.5 12.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5ZM12.2 12l2.3 2.3',
  settings:
    'M1.5 4h6M11.5 4h3M1.5 12h3M8.5 12h6M9.5 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6.5 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  file: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3',
  filter: 'M1.5 4h13M4 8h8M6.5 12h3',
  bookmark: 'M4 1.5h8v13l-4-3-4 3z',
  compare: 'M2 2.5h4.5v11H2zM9.5 2.5H14v11H9.5z',
  help: 'M5.5 6a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.4M8 12.3v.2',
  up: 'M3.5 9.5 8 5l4.5 4.5',
  down: 'M3.5 6.5 8 11l4.5-4.5',
  first: 'M3 3h10M3.5 11 8 6.5l4.5 4.5',
  plus: 'M8 2.5v11M2.5 8h11',
  minus: 'M2.5 8h11',
  whole: 'M1.5 5.5v-4h4M10.5 1.5h4v4M14.5 10.5v4h-4M5.5 14.5h-4v-4',
  edit: 'M2.5 13.5l.8-3.2 7.5-7.5 2.4 2.4-7.5 7.5zM9.5 4.1l2.4 2.4',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration beside words, or inside something that carries a label. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
