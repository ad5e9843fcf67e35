export function installNeeded(root: string): Promise<boolean>;
