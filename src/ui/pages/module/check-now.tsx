import { useState } from 'react';
import type { WasmReport } from '../../../core/wasm/report.ts';
import type { Installation } from '../../../ports/engine.ts';
import { Button } from '../../components/button.tsx';
import { ReportView } from '../../components/report-view.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import styles from './trust-tab.module.css';

/** Reads the stored bytes again and compares them with what the publisher signed. */
export function CheckNow({ installation }: { installation: Installation }) {
  const { engine, validate } = useServices();
  const [report, setReport] = useState<WasmReport>();
  const check = useAction(async () => {
    setReport(undefined);
    setReport(await validate(await engine.binary(installation.id), AbortSignal.timeout(30_000)));
  });
  const same = report?.sha256 === installation.sha256;
  return (
    <div className={styles.check}>
      <Button disabled={check.running} onClick={() => void check.run()}>
        {check.running ? 'Checking…' : 'Check the binary now'}
      </Button>
      <div aria-live="polite">
        {report === undefined ? null : (
          <>
            <p className={same ? styles.same : styles.other}>
              {same
                ? 'The bytes on this device are the ones that were signed.'
                : 'The bytes on this device are not the ones that were signed. Uninstall it, and install it again.'}
            </p>
            <ReportView report={report} />
          </>
        )}
      </div>
    </div>
  );
}
