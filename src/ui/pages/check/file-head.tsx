import { useEffect, useState } from 'react';
import { firstBytes, HEAD_SIZE, looksLike } from '../../text/check-reasons.ts';

/** What a file that is no WebAssembly begins with instead, and what that looks like. */
export function FileHead({ file }: { file: File }) {
  const [head, setHead] = useState<Uint8Array>();
  useEffect(() => {
    let current = true;
    file
      .slice(0, HEAD_SIZE)
      .arrayBuffer()
      .then(
        (bytes) => (current ? setHead(new Uint8Array(bytes)) : undefined),
        (error: unknown) => console.info('the file can no longer be read', error),
      );
    return () => {
      current = false;
    };
  }, [file]);
  if (head === undefined) return null;
  return (
    <>
      It begins with <code>{firstBytes(head)}</code>. {looksLike(head)}
    </>
  );
}
