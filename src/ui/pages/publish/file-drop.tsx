import { useEffect, useEffectEvent } from 'react';
import type { WasmReport } from '../../../core/wasm/wasm-report.ts';
import { ExaminationSteps } from '../../components/examination-steps.tsx';
import { FileTarget } from '../../components/file-target.tsx';
import { ReportView } from '../../components/report-view.tsx';
import { takeFiles, type HandedFile } from '../../handed-file.ts';
import type { CheckedFile } from '../../hooks/use-examination.ts';
import { PUBLISH_NOTES } from '../../text/report.ts';

interface FileDropProps {
  readonly checked: CheckedFile;
  readonly choose: (handed: HandedFile) => void;
  readonly problem: string | undefined;
}

/** The file of a release, with its report as it arrives. */
export function FileDrop({ checked: { file, step, cancel, again }, choose, problem }: FileDropProps) {
  const take = useEffectEvent(choose);
  useEffect(() => takeFiles('/publish', (handed) => take(handed)), []);
  const view = (report: WasmReport) => (
    <ReportView
      brief
      report={report}
      file={file?.name ?? 'module.wasm'}
      note={PUBLISH_NOTES[report.verdict]}
    />
  );
  return (
    <>
      <FileTarget
        file={file}
        choose={choose}
        accept=".wasm,application/wasm"
        problem={problem}
        title="Drop a .wasm file anywhere on this page"
        hint="or choose one. It is examined on this device and sent nowhere before you publish."
      />
      <ExaminationSteps step={step} cancel={cancel} again={again}>
        {view}
      </ExaminationSteps>
    </>
  );
}
