export const MODULE_TYPES = ['validator', 'inference', 'storage', 'knowledge', 'library', 'tool'] as const;
export type ModuleType = (typeof MODULE_TYPES)[number];
