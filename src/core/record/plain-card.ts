import { equalBytes } from '../bytes.ts';
import {
  didOf,
  isModuleId,
  isVersion,
  MAX_MODULE_ID,
  parsePublicKey,
  type Did,
  type ModuleId,
  type Version,
} from '../ids.ts';
import { MODULE_TYPES, type ModuleType } from '../module-type.ts';
import {
  MAX_CARD_AUTHOR,
  MAX_CARD_EXPORT,
  MAX_CARD_EXPORTS,
  MAX_CARD_IMPORT,
  MAX_CARD_IMPORTS,
  MAX_CARD_LICENCE,
  MAX_CARD_NEEDS,
  MAX_CARD_TEXT,
  MAX_NAME,
  MAX_TAG,
  MAX_TAGS,
  TAG,
  type Body,
} from './kinds.ts';
import {
  isAllRead,
  MAP,
  plainCbor,
  readBytes,
  readHead,
  readText,
  readTexts,
  UNSIGNED,
} from './plain-cbor.ts';

const KEY = 32;
const TYPES: ReadonlySet<string> = new Set(MODULE_TYPES);
/** Versions that need no parser: canonical, and far from where numbers end. */
const PLAIN_VERSION = /^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/;

const TAGS = { least: 0, most: MAX_TAGS, shortest: 1, longest: MAX_TAG };
const IMPORTS = { least: 0, most: MAX_CARD_IMPORTS, shortest: 0, longest: MAX_CARD_IMPORT };
const NEEDS = { least: 1, most: MAX_CARD_NEEDS, shortest: 1, longest: MAX_MODULE_ID };
const EXPORTS = { least: 1, most: MAX_CARD_EXPORTS, shortest: 1, longest: MAX_CARD_EXPORT };

/** Keys that were read last, by their first byte, with their texts: base 58 is slow, and a few people make most modules. */
const recent: { key: Uint8Array; did: Did }[] = [];

/** Of 32 bytes. The text is the very same one while it is remembered. */
export function keptDid(key: Uint8Array): Did {
  const place = key[0] as number;
  const known = recent[place];
  if (known !== undefined && equalBytes(known.key, key)) return known.did;
  const own = parsePublicKey(key);
  const did = didOf(own);
  recent[place] = { key: own, did };
  return did;
}

/**
 * The body of a card, read straight from its bytes.
 *
 * @returns what `readBody` returns; `undefined` also for cards that only that can read.
 */
export function readPlainCard(payload: Uint8Array): Body<'card'> | undefined {
  const cbor = plainCbor(payload);
  const fields = readHead(cbor, MAP);
  let [name, description, version, licence, type] = ['', '', '', '', ''];
  let tags: string[] = [];
  let imports: string[] = [];
  let exports: string[] = [];
  let needs: string[] = [];
  let size = 0;
  let owner: Did | undefined;
  let madeBy: string | undefined;
  let read = 0;
  let before = '';
  for (let place = 0; place < fields && cbor.fits; place += 1) {
    const field = readText(cbor, 1, 1);
    if (field <= before) return undefined;
    before = field;
    if (field === 'n') name = readText(cbor, 1, MAX_NAME);
    else if (field === 'd') description = readText(cbor, 0, MAX_CARD_TEXT);
    else if (field === 'v') version = readText(cbor, 1, 64);
    else if (field === 't') tags = readTexts(cbor, TAGS);
    else if (field === 'l') licence = readText(cbor, 0, MAX_CARD_LICENCE);
    else if (field === 'k') type = readText(cbor, 1, 16);
    else if (field === 'i') imports = readTexts(cbor, IMPORTS);
    else if (field === 's') size = readHead(cbor, UNSIGNED);
    else {
      // Those that need not be there.
      read -= 1;
      if (field === 'a') madeBy = readText(cbor, 1, MAX_CARD_AUTHOR);
      else if (field === 'e') exports = readTexts(cbor, EXPORTS);
      else if (field === 'r') needs = readTexts(cbor, NEEDS);
      else if (field === 'o') {
        const key = readBytes(cbor, KEY);
        if (key.length !== KEY) return undefined;
        owner = keptDid(key);
      } else return undefined;
    }
    read += 1;
  }
  const isWhole = isAllRead(cbor) && read === 8;
  const isSound =
    isWhole &&
    TYPES.has(type) &&
    (PLAIN_VERSION.test(version) || isVersion(version)) &&
    tags.every((tag) => TAG.test(tag)) &&
    needs.every(isModuleId);
  if (!isSound) return undefined;
  return {
    name,
    description,
    version: version as Version,
    tags,
    licence,
    type: type as ModuleType,
    imports,
    size,
    owner,
    madeBy,
    exports,
    needs: needs as ModuleId[],
  };
}
