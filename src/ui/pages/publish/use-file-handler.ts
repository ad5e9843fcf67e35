import { useEffect, useEffectEvent } from 'react';

interface LaunchParams {
  readonly files: readonly { getFile(): Promise<File> }[];
}

/** The installed app is the system's handler of .wasm files; not in every browser. */
interface LaunchQueue {
  setConsumer(consumer: (launch: LaunchParams) => void): void;
}

/** Takes files that are opened with the app, and those dropped anywhere on the page. */
export function useFileHandler(choose: (file: File) => void, onDragging: (dragging: boolean) => void): void {
  const take = useEffectEvent(choose);
  const show = useEffectEvent(onDragging);

  useEffect(() => {
    const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
    launchQueue?.setConsumer(({ files: [first] }) => {
      if (first === undefined) return;
      first.getFile().then(take, (error: unknown) => console.warn('the opened file cannot be read', error));
    });
  }, []);

  useEffect(() => {
    function over(event: DragEvent): void {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      show(true);
    }
    function leave(event: DragEvent): void {
      if (event.relatedTarget === null) show(false);
    }
    function drop(event: DragEvent): void {
      const file = event.dataTransfer?.files[0];
      show(false);
      if (file === undefined) return;
      event.preventDefault();
      take(file);
    }
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
}
