/** Jobs that wait while others run are taken together: one transaction for many. */
export interface BatchQueue<Job, Answer> {
  push(job: Job): Promise<Answer>;
  /** When nothing runs or waits. */
  idle(): Promise<void>;
}

interface Waiting<Job, Answer> {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (thrown: unknown) => void;
}

/** @param run one batch at a time; answers in the order of the jobs. When it throws, each job of the batch fails. */
export function batchQueue<Job, Answer>(
  run: (jobs: readonly Job[]) => Promise<readonly Answer[]>,
): BatchQueue<Job, Answer> {
  let waiting: Waiting<Job, Answer>[] = [];
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const answers = await run(batch.map(({ job }) => job));
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
      } catch (thrown) {
        for (const { reject } of batch) reject(thrown);
      }
    }
    running = undefined;
  }

  return {
    push(job) {
      return new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        running ??= drain();
      });
    },
    idle: () => running ?? Promise.resolve(),
  };
}
