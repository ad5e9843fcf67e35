import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { handFile, screenFor, type HandedFile } from '../handed-file.ts';

interface LaunchParams {
  readonly files?: readonly { getFile(): Promise<File> }[];
  /** Where the launch leads: a shortcut, a link. */
  readonly targetURL?: string;
}

/** How the installed app is told what it was opened with, also where its window is open already; not in every browser. */
interface LaunchQueue {
  setConsumer(consumer: (launch: LaunchParams) => void): void;
}

function droppedFile({ dataTransfer }: DragEvent): HandedFile | undefined {
  const file = dataTransfer?.files[0];
  if (file === undefined) return undefined;
  // Known during the event only: afterwards a folder looks like a file that cannot be read.
  return { file, folder: dataTransfer?.items[0]?.webkitGetAsEntry()?.isDirectory === true };
}

/**
 * Files that are dropped anywhere or opened with the installed app: to the publish screen where it is shown and they were
 * dropped, else to the one that is for them.
 *
 * @returns whether a file is being dragged over the page.
 */
export function useDroppedFiles(): boolean {
  const navigate = useNavigate();
  const [dragging, setDragging] = useState(false);
  const { history } = useRouter();
  const open = useEffectEvent((handed: HandedFile) => {
    const screen = screenFor(handed.file);
    handFile(screen, handed);
    void navigate({ to: screen });
  });
  const goTo = useEffectEvent((address: string) => {
    const url = URL.parse(address);
    // The first launch is where it leads to already.
    if (url?.origin === location.origin && url.href !== location.href)
      history.push(url.pathname + url.search);
  });

  useEffect(() => {
    const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
    launchQueue?.setConsumer(({ files: [first] = [], targetURL }) => {
      if (first === undefined) {
        if (targetURL !== undefined) goTo(targetURL);
        return;
      }
      first.getFile().then(
        (file) => open({ file }),
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
      if (location.pathname === '/publish') handFile('/publish', dropped);
      else open(dropped);
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
