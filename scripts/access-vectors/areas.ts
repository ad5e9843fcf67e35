import { naiveAreaInArea } from '../../tests/access/naive.ts';
import { PAIRS, plainArea } from './area-pairs.ts';
import { malformedAreas } from './malformed-areas.ts';
import { hexOf, type Vectors } from './vector.ts';

export function areaVectors(): Vectors {
  const accepted = PAIRS.map(([name, outer, inner]) => ({
    case: name,
    outer: plainArea(outer),
    hex: hexOf(naiveAreaInArea(inner, outer)),
    value: plainArea(inner),
  }));
  return { accepted, refused: malformedAreas() };
}
