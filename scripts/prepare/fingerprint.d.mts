export function fingerprint(
  root: string,
  paths: readonly string[],
  except?: readonly string[],
): Promise<string>;
