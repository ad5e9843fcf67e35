import type { Sample } from './sample.ts';

/** 3D, fonts, layout and sound. */
export const MEDIA_SAMPLES: readonly Sample[] = [
  {
    id: 'io.github.google.draco-decoder',
    package: 'draco3d',
    file: 'draco_decoder.wasm',
    name: 'Draco decoder',
    description: 'Unpacks 3D meshes and point clouds compressed with Draco, the scheme that glTF files use.',
    tags: ['3d', 'mesh', 'gltf', 'decompression'],
    type: 'library',
  },
  {
    id: 'io.github.google.draco-encoder',
    package: 'draco3d',
    file: 'draco_encoder.wasm',
    name: 'Draco encoder',
    description:
      'Compresses 3D meshes and point clouds by quantising attributes and predicting connectivity.',
    tags: ['3d', 'mesh', 'gltf', 'compression'],
    type: 'library',
    dependencies: [{ id: 'io.github.google.draco-decoder', range: '^1.5.0' }],
  },
  {
    id: 'io.github.harfbuzz.harfbuzz',
    package: 'harfbuzzjs',
    file: 'dist/harfbuzz.wasm',
    name: 'HarfBuzz',
    description:
      'Turns text and a font into placed glyphs: ligatures, kerning, marks and right-to-left scripts. Also hands out glyph outlines.',
    tags: ['font', 'text', 'shaping', 'unicode'],
    type: 'library',
  },
  {
    id: 'io.github.harfbuzz.subset',
    package: 'harfbuzzjs',
    file: 'dist/harfbuzz-subset.wasm',
    name: 'HarfBuzz subset',
    description: 'Cuts a font down to the characters that a document uses, and pins axes of variable fonts.',
    tags: ['font', 'subset', 'optimiser', 'text'],
    type: 'tool',
    dependencies: [{ id: 'io.github.harfbuzz.harfbuzz', range: '^1.6.0' }],
  },
  {
    id: 'io.github.shuding.yoga',
    package: 'yoga-wasm-web',
    file: 'dist/yoga.wasm',
    name: 'Yoga layout',
    description: 'Computes flexbox layouts from a tree of nodes, away from any browser layout engine.',
    tags: ['layout', 'flexbox', 'user-interface'],
    type: 'library',
  },
  {
    id: 'io.github.echogarden-project.rnnoise',
    package: '@echogarden/rnnoise-wasm',
    file: 'rnnoise.wasm',
    name: 'RNNoise',
    description:
      'Removes background noise from speech with a small recurrent neural network whose weights are in the binary. Works on 10 ms frames at 48 kHz.',
    tags: ['audio', 'speech', 'noise-suppression', 'neural-network'],
    type: 'inference',
  },
  {
    id: 'io.github.echogarden-project.fvad',
    package: '@echogarden/fvad-wasm',
    file: 'fvad.wasm',
    name: 'Voice activity detection',
    description: 'Tells frames with speech from frames without, using the Gaussian mixture model of WebRTC.',
    tags: ['audio', 'speech', 'detection', 'webrtc'],
    type: 'inference',
  },
];
