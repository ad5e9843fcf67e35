import type { Page } from '@playwright/test';
import type { BlobRow, Rows, TableName } from '../../src/ports/tables.ts';

/** Content stays where it is, and is told by the hash that it has, in hex. */
type Told<Name extends TableName> = Name extends 'blobs'
  ? Omit<BlobRow, 'content'> & { readonly actual: string }
  : Rows[Name];

type Stored<Name extends TableName> = { readonly [One in Name]: readonly Told<One>[] };

/** What a browser keeps for the app, read in one transaction from any page of the origin. */
export async function storedRows<Name extends TableName>(
  page: Page,
  ...names: readonly Name[]
): Promise<Stored<Name>> {
  const found: unknown = await page.evaluate(async (stores) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
      });
    async function told({ content, ...row }: { content?: BlobPart }): Promise<object> {
      if (content === undefined) return row;
      const bytes = await new Blob([content]).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return { ...row, actual: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
    }
    const database = await settled(indexedDB.open('gen-registry'));
    try {
      const transaction = database.transaction(stores, 'readonly');
      const all = stores.map((name) => settled(transaction.objectStore(name).getAll()));
      const rows = await Promise.all(all.map(async (read) => Promise.all((await read).map(told))));
      return Object.fromEntries(stores.map((name, place) => [name, rows[place]]));
    } finally {
      database.close();
    }
  }, names);
  return found as Stored<Name>;
}
