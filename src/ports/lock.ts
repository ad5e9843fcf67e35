/** Runs one holder of a name at a time across tabs, workers and processes of one device's data. */
export interface Locks {
  /** Waits for its turn. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
}
