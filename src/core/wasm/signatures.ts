/**
 * File formats by what stands at their beginning. Each test looks at more than the magic bytes, so that neither random
 * data nor the tables of a program that recognises such files fit.
 */
export interface Signature {
  readonly kind: 'embedded-executable' | 'embedded-archive';
  readonly name: string;
  readonly magic: readonly number[];
  /** Where two neighbouring bytes of the magic stand that are seldom met elsewhere: at an even place and at an odd one. */
  readonly rare: readonly [even: number, odd: number];
  /** @param at of the magic; bytes past the end of the file count as 0. */
  readonly fits: (bytes: Bytes, at: number) => boolean;
}

/** Reads little endian. */
type Bytes = Uint8Array;

const u8 = (bytes: Bytes, at: number) => bytes[at] ?? 0;
const u16 = (bytes: Bytes, at: number) => u8(bytes, at) | (u8(bytes, at + 1) << 8);
const u32 = (bytes: Bytes, at: number) => u16(bytes, at) + u16(bytes, at + 2) * 0x1_0000;

const among =
  (...values: readonly number[]) =>
  (value: number) =>
    values.includes(value);

/** Machines of PE (Microsoft PE format, "Machine types"): x86, x64, ARM, ARM64, Itanium, RISC-V. */
const peMachine = among(0x014c, 0x8664, 0x01c0, 0x01c4, 0xaa64, 0x0200, 0x5032, 0x5064);
/** CPU types of Mach-O: x86, ARM, PowerPC, and their 64-bit ones. */
const machCpu = among(7, 12, 18, 0x0100_0007, 0x0100_000c, 0x0100_0012);
/** Compression methods of zip (APPNOTE 4.4.5) that are in use. */
const zipMethod = among(0, 8, 9, 12, 14, 93, 95, 98, 99);

function isPe(bytes: Bytes, at: number): boolean {
  const header = u32(bytes, at + 0x3c);
  if (header < 0x40 || header > 0x1000) return false;
  const pe = at + header;
  const sections = u16(bytes, pe + 6);
  return u32(bytes, pe) === 0x0000_4550 && peMachine(u16(bytes, pe + 4)) && sections > 0 && sections <= 96;
}

/** Class, byte order and version of the identification, then type, machine and version in that byte order. */
function isElf(bytes: Bytes, at: number): boolean {
  const [size, order, version] = [u8(bytes, at + 4), u8(bytes, at + 5), u8(bytes, at + 6)];
  if ((size !== 1 && size !== 2) || (order !== 1 && order !== 2) || version !== 1) return false;
  const low = order === 1 ? 0 : 1;
  const type = u8(bytes, at + 16 + low);
  const machine = u8(bytes, at + 18) + u8(bytes, at + 19);
  return (
    type >= 1 &&
    type <= 4 &&
    u8(bytes, at + 17 - low) === 0 &&
    machine > 0 &&
    u8(bytes, at + 20 + 3 * low) === 1
  );
}

function isMach(bytes: Bytes, at: number): boolean {
  const fileType = u32(bytes, at + 12);
  const commands = u32(bytes, at + 16);
  return machCpu(u32(bytes, at + 4)) && fileType >= 1 && fileType <= 12 && commands > 0 && commands <= 4096;
}

/** One file for several CPUs, big endian. A Java class begins alike, with a number above 44 where the count stands. */
function isUniversalMach(bytes: Bytes, at: number): boolean {
  const count = u8(bytes, at + 7);
  const cpu = u8(bytes, at + 11) + u8(bytes, at + 8) * 0x100_0000;
  return (u32(bytes, at + 4) & 0xff_ffff) === 0 && count > 0 && count <= 20 && machCpu(cpu);
}

/** A first section follows that ends within the file: the eight bytes alone stand in many tools. */
function isWasm(bytes: Bytes, at: number): boolean {
  const layer = u32(bytes, at + 4);
  if (layer !== 0x01 && layer !== 0x0001_000d) return false;
  const id = u8(bytes, at + 8);
  let size = 0;
  for (let index = 0; index < 5; index += 1) {
    const part = u8(bytes, at + 9 + index);
    size += (part & 0x7f) * 2 ** (7 * index);
    if (part < 0x80) return id <= 13 && size > 0 && at + 10 + index + size <= bytes.length;
  }
  return false;
}

/** Version needed, method, and a name of which the first byte is readable. */
function isZip(bytes: Bytes, at: number): boolean {
  const version = u8(bytes, at + 4);
  const name = u16(bytes, at + 26);
  return (
    version >= 10 &&
    version <= 63 &&
    u8(bytes, at + 5) <= 19 &&
    zipMethod(u16(bytes, at + 8)) &&
    name > 0 &&
    name <= 1024 &&
    u8(bytes, at + 30) >= 0x20
  );
}

/** RFC 1952: reserved flags zero, known extra flags and system; without further fields, RFC 1951's first block type. */
function isGzip(bytes: Bytes, at: number): boolean {
  const flags = u8(bytes, at + 3);
  const system = u8(bytes, at + 9);
  if ((flags & 0xe0) !== 0 || !among(0, 2, 4)(u8(bytes, at + 8)) || (system > 13 && system !== 255))
    return false;
  return flags !== 0 || (u8(bytes, at + 10) & 0x06) !== 0x06;
}

/** Stream flags: a zero, and one of the four checks. */
function isXz(bytes: Bytes, at: number): boolean {
  return u8(bytes, at + 6) === 0 && among(0, 1, 4, 10)(u8(bytes, at + 7)) && u32(bytes, at + 8) !== 0;
}

/** RFC 8878: a reserved bit, and the type and size of the first block. */
function isZstd(bytes: Bytes, at: number): boolean {
  const flags = u8(bytes, at + 4);
  if ((flags & 0x08) !== 0) return false;
  const single = (flags >> 5) & 1;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const contentSize = [single, 2, 4, 8][flags >> 6] ?? 0;
  const block = u32(bytes, at + 5 + (1 - single) + dictionary + contentSize) & 0xff_ffff;
  return ((block >> 1) & 3) !== 3 && block >> 3 > 0 && block >> 3 <= 131_072;
}

/** Version 0, and an end that lies within the file. */
function is7z(bytes: Bytes, at: number): boolean {
  const beyond = u32(bytes, at + 16) !== 0 || u32(bytes, at + 24) !== 0;
  const end = at + 32 + u32(bytes, at + 12) + u32(bytes, at + 20);
  return u8(bytes, at + 6) === 0 && u8(bytes, at + 7) <= 9 && !beyond && end > at + 32 && end <= bytes.length;
}

/** Version 4 and earlier, or 5. The byte after the magic of a table of signatures is hardly one of both. */
function isRar(bytes: Bytes, at: number): boolean {
  const version = u8(bytes, at + 6);
  if (version === 0) return u8(bytes, at + 9) === 0x73;
  return version === 1 && u8(bytes, at + 7) === 0 && u32(bytes, at + 8) !== 0;
}

export const SIGNATURES: readonly Signature[] = [
  { kind: 'embedded-executable', name: 'Windows (PE)', magic: [0x4d, 0x5a], rare: [0, 1], fits: isPe },
  {
    kind: 'embedded-executable',
    name: 'Unix (ELF)',
    magic: [0x7f, 0x45, 0x4c, 0x46],
    rare: [0, 1],
    fits: isElf,
  },
  {
    kind: 'embedded-executable',
    name: 'Apple (Mach-O)',
    magic: [0xcf, 0xfa, 0xed, 0xfe],
    rare: [0, 1],
    fits: isMach,
  },
  {
    kind: 'embedded-executable',
    name: 'Apple (Mach-O)',
    magic: [0xce, 0xfa, 0xed, 0xfe],
    rare: [0, 1],
    fits: isMach,
  },
  {
    kind: 'embedded-executable',
    name: 'Apple (Mach-O)',
    magic: [0xca, 0xfe, 0xba, 0xbe],
    rare: [0, 1],
    fits: isUniversalMach,
  },
  {
    kind: 'embedded-executable',
    name: 'WebAssembly',
    magic: [0x00, 0x61, 0x73, 0x6d],
    rare: [0, 3],
    fits: isWasm,
  },
  { kind: 'embedded-archive', name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], rare: [2, 1], fits: isZip },
  { kind: 'embedded-archive', name: 'gzip', magic: [0x1f, 0x8b, 0x08], rare: [0, 1], fits: isGzip },
  {
    kind: 'embedded-archive',
    name: 'xz',
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
    rare: [0, 1],
    fits: isXz,
  },
  { kind: 'embedded-archive', name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], rare: [0, 1], fits: isZstd },
  {
    kind: 'embedded-archive',
    name: '7z',
    magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
    rare: [2, 1],
    fits: is7z,
  },
  {
    kind: 'embedded-archive',
    name: 'rar',
    magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
    rare: [4, 3],
    fits: isRar,
  },
];
