import { GenError } from '../core/errors.ts';
import { parseModuleId, parseVersion, type ModuleId, type Version } from '../core/ids.ts';

/** What a link from outside the app names. */
export interface OpenedModule {
  readonly id: ModuleId;
  readonly version?: Version;
}

const SCHEME = 'web+gen:';
const LONGEST = 2000;

function refused(reason: string, value: string): GenError {
  return new GenError('InvalidInput', reason, { field: 'link', value: value.slice(0, 200) });
}

/** `io.acme.codec` or `io.acme.codec@1.2.0`. */
function readName(name: string): OpenedModule {
  const [id = '', version, ...more] = name.split('@');
  if (more.length > 0) throw refused('module-id', name);
  return { id: parseModuleId(id), ...(version === undefined ? {} : { version: parseVersion(version) }) };
}

/** Some systems escape what they hand over, and some put `//` after the scheme. */
function readScheme(link: string): OpenedModule {
  let name: string;
  try {
    name = decodeURIComponent(link.slice(SCHEME.length));
  } catch {
    throw refused('module-id', link);
  }
  return readName(name.replace(/^\/\//, '').replace(/\/$/, ''));
}

function readAddress(link: string, origin: string): OpenedModule {
  const url = URL.parse(link);
  if (url === null) throw refused('open-link', link);
  // An id means something else in another registry.
  if (url.origin !== origin)
    throw new GenError('InvalidInput', 'open-elsewhere', { field: 'link', host: url.host });
  const [, name] = /^\/m\/([^/]+)$/.exec(url.pathname) ?? [];
  if (name === undefined) throw refused('open-link', link);
  return readName(name);
}

/**
 * The module that a text names: by a link `web+gen:io.acme.codec@1.2.0`, by the address of its page, or by its id alone. Of what
 * another app shares, the first word that is a link counts. Nothing is done but to look.
 *
 * @throws GenError InvalidInput `empty` | `open-link` | `open-elsewhere` | `module-id` | `version`
 */
export function readOpenedLink(text: string, origin: string): OpenedModule {
  const words = text
    .slice(0, LONGEST)
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) throw refused('empty', text);
  const link = words.find((word) => /^(web\+gen|https?):/i.test(word));
  if (link !== undefined)
    return link.toLowerCase().startsWith(SCHEME) ? readScheme(link) : readAddress(link, origin);
  if (words.length > 1) throw refused('open-link', text);
  return readName(first);
}
