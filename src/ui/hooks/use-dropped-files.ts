import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { handFile, type HandedFile } from '../handed-file.ts';

interface LaunchParams {
  readonly files?: readonly { getFile(): Promise<File> }[];
}

/** The installed app is the system's handler of .wasm files; not in every browser. */
interface LaunchQueue {
  setConsumer(consumer: (launch: LaunchParams) => void): void;
}

function droppedFile({ dataTransfer }: DragEvent): HandedFile | undefined {
  const file = dataTransfer?.files[0];
  if (file === undefined) return undefined;
  // Known during the event only: afterwards a folder looks like a file that cannot be read.
  return { file, folder: dataTransfer?.items[0]?.webkitGetAsEntry()?.isDirectory === true };
}

const isBundle = ({ file, folder }: HandedFile): boolean =>
  folder !== true && file.name.endsWith('.genbundle');

/**
 * Files that are dropped anywhere or opened with the installed app: bundles to the screen of what is installed, others to the
 * publish screen where it is shown and they were dropped, else to the one that checks them.
 *
 * @returns whether a file is being dragged over the page.
 */
export function useDroppedFiles(): boolean {
  const navigate = useNavigate();
  const [dragging, setDragging] = useState(false);
  const check = useEffectEvent((handed: HandedFile) => {
    handFile('/check', handed);
    void navigate({ to: '/check' });
  });
  const open = useEffectEvent((handed: HandedFile) => {
    handFile('/installed', handed);
    void navigate({ to: '/installed' });
  });

  useEffect(() => {
    const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
    launchQueue?.setConsumer(({ files: [first] = [] }) => {
      first?.getFile().then(
        (file) => (isBundle({ file }) ? open : check)({ file }),
        (error: unknown) => console.warn('the opened file cannot be read', error),
      );
    });
  }, []);

  useEffect(() => {
    function over(event: DragEvent): void {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setDragging(true);
    }
    function leave(event: DragEvent): void {
      if (event.relatedTarget === null) setDragging(false);
    }
    function drop(event: DragEvent): void {
      setDragging(false);
      const dropped = droppedFile(event);
      if (dropped === undefined) return;
      event.preventDefault();
      if (isBundle(dropped)) open(dropped);
      else if (location.pathname === '/publish') handFile('/publish', dropped);
      else check(dropped);
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
  return dragging;
}
