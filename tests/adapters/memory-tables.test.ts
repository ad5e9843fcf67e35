import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { tablesContract } from './tables-contract.ts';

tablesContract('tables in memory', false, async () => ({
  open: memoryTables,
  remove: async () => undefined,
}));
