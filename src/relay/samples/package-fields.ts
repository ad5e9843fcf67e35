/**
 * Fields of a `package.json` in the shapes that records take: names without mail addresses, links that open in
 * a browser. What cannot be brought into shape is left out.
 */

/** `Ann Lee <ann@example.org> (https://…)` → `Ann Lee`; nothing but an address → `undefined`. */
export function authorOf(text: string): string | undefined {
  const name = text.replaceAll(/<[^>]*>|\([^)]*\)/g, ' ').trim();
  return name === '' ? undefined : name;
}

export function webAddress(text: string): string | undefined {
  return /^https?:\/\/\S+$/.test(text) ? text : undefined;
}

/**
 * Every way in which npm lets a repository be written, as an https link: `git+https://…`, `ssh://git@host/…`,
 * and the GitHub shorthand `owner/name`, with or without a folder after it.
 */
export function repositoryOf(text: string): string | undefined {
  const short = /^(?:github:)?([\w.-]+)\/([\w.-]+)(?:\/.*)?$/.exec(text);
  if (short !== null) return `https://github.com/${short[1]}/${short[2]}`;
  const link = text
    .replace(/^git\+/, '')
    .replace(/^(?:ssh|git):\/\/(?:git@)?/, 'https://')
    .replace(/\.git$/, '');
  return webAddress(link);
}
