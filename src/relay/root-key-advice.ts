import { join } from 'node:path';
import { ROOT_KEY_FILE } from './root-key.ts';

/** Printed once, when the root key has been made. */
export function rootKeyAdvice(folder: string): string {
  return [
    `A root key was made: ${join(folder, ROOT_KEY_FILE)}`,
    'Every permission in this registry begins with it. The relay runs without it; who has it can replace you.',
    'Encrypt it with a passphrase, onto a disk that you keep elsewhere:',
    `  npm run -s gen -- relay encrypt-root-key TARGET --data "${folder}"`,
  ].join('\n');
}
