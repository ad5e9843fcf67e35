import { useEffect, useRef, useState } from 'react';
import { toGenError, type GenError } from '../../../core/errors.ts';
import type { WasmReport } from '../../../core/wasm/report.ts';
import { useServices } from '../../services.tsx';

export interface CheckedFile {
  readonly file: File | undefined;
  /** Absent while the file is being examined, and when that failed. */
  readonly report: WasmReport | undefined;
  readonly error: GenError | undefined;
  choose(file: File): void;
}

interface Outcome {
  readonly report?: WasmReport;
  readonly error?: GenError;
}

/** The chosen file with what the validator says; choosing another stops the examination of the first. */
export function useCheckedFile(): CheckedFile {
  const { validate } = useServices();
  const [file, setFile] = useState<File>();
  const [outcome, setOutcome] = useState<Outcome>({});
  const running = useRef<AbortController>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  async function examine(chosen: File): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setFile(chosen);
    setOutcome({});
    try {
      const report = await validate(chosen, controller.signal);
      if (!controller.signal.aborted) setOutcome({ report });
    } catch (thrown) {
      if (!controller.signal.aborted) setOutcome({ error: toGenError(thrown) });
    }
  }

  return { file, report: outcome.report, error: outcome.error, choose: (chosen) => void examine(chosen) };
}
