/** Exit codes of every command; documented in its help, stable for scripts. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  verification: 3,
  network: 4,
  permission: 5,
  noSolution: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
