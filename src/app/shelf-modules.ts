import type { Did, ModuleId } from '../core/ids.ts';

/** Of one module, what is asked of all of them at once and must not cost a look into its card. */
export interface ShownLine {
  readonly id: ModuleId;
  readonly name: string;
  /** Whose it is by its card's word. */
  readonly owner: Did;
}

/** The modules of a shelf by number: which cards each has, and which of them shows. */
export interface ShelfModules {
  /** Also of those that show no card. */
  readonly count: number;
  /** Those that show one. */
  readonly shownCount: number;
  /** -1: never heard of. */
  find(id: string): number;
  /** Makes it where it is not there. */
  number(id: ModuleId): number;
  id(module: number): ModuleId;
  cards(module: number): readonly number[];
  addCard(module: number, slot: number): void;
  removeCard(module: number, slot: number): void;
  /** -1: none shows. */
  shown(module: number): number;
  show(module: number, slot: number, line: Pick<ShownLine, 'name' | 'owner'>): void;
  unshow(module: number): void;
  line(module: number): ShownLine;
}

export function createShelfModules(): ShelfModules {
  const numbers = new Map<string, number>();
  const ids: ModuleId[] = [];
  /** Mostly a module has one card; a number then, as an array of its own would be larger than all the rest. */
  const cards: (number | number[])[] = [];
  const shown: number[] = [];
  const names: string[] = [];
  const owners: number[] = [];
  const people: Did[] = [];
  const personNumbers = new Map<Did, number>();
  let shownCount = 0;

  function person(did: Did): number {
    let number = personNumbers.get(did);
    if (number === undefined) {
      number = people.push(did) - 1;
      personNumbers.set(did, number);
    }
    return number;
  }

  const cardsOf = (module: number): readonly number[] => {
    const held = cards[module] ?? [];
    return typeof held === 'number' ? [held] : held;
  };

  return {
    get count() {
      return ids.length;
    },
    get shownCount() {
      return shownCount;
    },
    find: (id) => numbers.get(id) ?? -1,
    number(id) {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      const module = ids.push(id) - 1;
      numbers.set(id, module);
      cards[module] = [];
      shown[module] = -1;
      names[module] = '';
      owners[module] = -1;
      return module;
    },
    id: (module) => ids[module] as ModuleId,
    cards: cardsOf,
    addCard(module, slot) {
      const held = cardsOf(module);
      cards[module] = held.length === 0 ? slot : [...held, slot];
    },
    removeCard(module, slot) {
      cards[module] = cardsOf(module).filter((one) => one !== slot);
    },
    shown: (module) => shown[module] ?? -1,
    show(module, slot, { name, owner }) {
      if (shown[module] === -1) shownCount += 1;
      shown[module] = slot;
      names[module] = name;
      owners[module] = person(owner);
    },
    unshow(module) {
      if (shown[module] !== -1) shownCount -= 1;
      shown[module] = -1;
    },
    line: (module) => ({
      id: ids[module] as ModuleId,
      name: names[module] ?? '',
      owner: people[owners[module] ?? 0] as Did,
    }),
  };
}
