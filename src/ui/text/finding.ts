import type { Finding, FindingKind } from '../../core/wasm/finding.ts';

interface FindingWords {
  readonly title: string;
  readonly meaning: string;
}

/** Why it deserves a look. None of these is a verdict. */
export const FINDING_WORDS: Readonly<Record<FindingKind, FindingWords>> = {
  'large-memory': {
    title: 'Takes much memory at once',
    meaning: 'It asks for this memory the moment it is started, before it does anything.',
  },
  'growing-memory': {
    title: 'Memory may grow far',
    meaning:
      'Nothing in the module keeps it from taking much more than it starts with. Many compilers leave it so.',
  },
  'huge-table': {
    title: 'A very large table',
    meaning: 'Tables hold references, mostly to functions. One this size is unusual and costs memory.',
  },
  'huge-data': {
    title: 'Much embedded data',
    meaning:
      'A large part of the file is data that it brings along, not code: a model, a font, a dictionary …',
  },
  'start-function': {
    title: 'Runs by itself when loaded',
    meaning:
      'It has a start function: code that runs as soon as it is instantiated, before anything is called.',
  },
  'embedded-executable': {
    title: 'A program seems to be inside',
    meaning: 'Its data has the marks of a program of another kind. It cannot run by itself from in there.',
  },
  'embedded-archive': {
    title: 'An archive seems to be inside',
    meaning:
      'Its data has the marks of a compressed file. Often that is just how a toolchain packs its data.',
  },
  'high-entropy': {
    title: 'Data that looks random',
    meaning: 'Compressed, encrypted or random data: nobody can see what it is without running the module.',
  },
};

export const SURE_WORDS: Readonly<Record<Finding['sure'], string>> = {
  certain: 'certain',
  likely: 'likely',
};
