export function staleBuild(root: string): Promise<string | undefined>;
export function swap(root: string, next: string): Promise<void>;
