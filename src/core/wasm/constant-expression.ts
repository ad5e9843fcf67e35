import { byte, refusal, signed, skip, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Feature } from './features.ts';
import { heapType } from './value-types.ts';

/**
 * Passes over a constant expression, to know where it ends. Whether it is well typed is the engine's question.
 * The instructions are those that the specification lists as constant (3.4.11 in release 3.0).
 */
export function skipConstant(cursor: Cursor, needs: Set<Feature>): void {
  for (;;) {
    const start = cursor.at;
    const opcode = byte(cursor);
    switch (opcode) {
      case 0x0b:
        return;
      case 0x41:
        signed(cursor, 32);
        break;
      case 0x42:
        signed(cursor, 64);
        break;
      case 0x43:
        skip(cursor, 4);
        break;
      case 0x44:
        skip(cursor, 8);
        break;
      case 0x23:
        u32(cursor);
        break;
      case 0xd0:
        heapType(cursor, needs);
        break;
      case 0xd2:
        u32(cursor);
        break;
      case 0x6a:
      case 0x6b:
      case 0x6c:
      case 0x7c:
      case 0x7d:
      case 0x7e:
        needs.add('extended-const');
        break;
      case 0xfb:
        skipAggregate(cursor, start);
        needs.add('gc');
        break;
      case 0xfd:
        if (u32(cursor) !== 12) throw refusal('constant-expression', start, 'a vector instruction');
        skip(cursor, 16);
        needs.add('simd');
        break;
      default:
        throw refusal('constant-expression', start, `instruction 0x${opcode.toString(16)}`);
    }
  }
}

/** struct.new, array.new and their like: the number of type indices or counts that follow each. */
const AGGREGATES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 6: 1, 7: 1, 8: 2, 26: 0, 27: 0, 28: 0 };

function skipAggregate(cursor: Cursor, start: number): void {
  const instruction = u32(cursor);
  const immediates = AGGREGATES[instruction];
  if (immediates === undefined) {
    throw refusal('constant-expression', start, `instruction 0xfb ${instruction}`);
  }
  for (let left = immediates; left > 0; left -= 1) u32(cursor);
}
