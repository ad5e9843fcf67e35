import type { Sample } from './sample.ts';

/** Picture codecs, scaling, and barcodes. */
export const IMAGE_SAMPLES: readonly Sample[] = [
  {
    id: 'io.github.jamsinclair.png',
    package: '@jsquash/png',
    file: 'codec/pkg/squoosh_png_bg.wasm',
    name: 'PNG codec',
    description:
      'Decodes PNG files to RGBA pixels and encodes pixels as PNG, with 8 or 16 bits a channel. The Rust png crate behind it never touches a canvas.',
    tags: ['image', 'png', 'codec', 'rust'],
    type: 'library',
  },
  {
    id: 'io.github.jamsinclair.oxipng',
    package: '@jsquash/oxipng',
    file: 'codec/pkg/squoosh_oxipng_bg.wasm',
    name: 'Oxipng',
    description:
      'Makes PNG files smaller without changing a pixel by trying filters, colour types and compression settings. Levels 1 to 6 trade time for bytes.',
    tags: ['image', 'png', 'optimiser', 'rust'],
    type: 'tool',
    dependencies: [{ id: 'io.github.jamsinclair.png', range: '^3.1.0' }],
  },
  {
    id: 'io.github.jamsinclair.resize',
    package: '@jsquash/resize',
    file: 'lib/resize/pkg/squoosh_resize_bg.wasm',
    name: 'Image resize',
    description:
      'Scales RGBA pixels with triangle, Catmull-Rom, Mitchell or Lanczos3 filters. Needs no import from its host, so it runs anywhere.',
    tags: ['image', 'resize', 'scaling', 'rust'],
    type: 'library',
    dependencies: [{ id: 'io.github.jamsinclair.png', range: '^3.1.0' }],
  },
  {
    id: 'io.github.jamsinclair.jpeg-decoder',
    package: '@jsquash/jpeg',
    file: 'codec/dec/mozjpeg_dec.wasm',
    name: 'JPEG decoder',
    description: 'Reads baseline and progressive JPEG files into RGBA pixels with MozJPEG.',
    tags: ['image', 'jpeg', 'codec', 'decoder'],
    type: 'library',
  },
  {
    id: 'io.github.jamsinclair.jpeg-encoder',
    package: '@jsquash/jpeg',
    file: 'codec/enc/mozjpeg_enc.wasm',
    name: 'JPEG encoder',
    description:
      'Writes small JPEG files with MozJPEG: trellis quantisation, progressive scans and tuned tables. Quality, chroma subsampling and smoothing are options.',
    tags: ['image', 'jpeg', 'codec', 'encoder'],
    type: 'library',
    dependencies: [{ id: 'io.github.jamsinclair.jpeg-decoder', range: '^1.6.0' }],
  },
  {
    id: 'io.github.jamsinclair.webp-decoder',
    package: '@jsquash/webp',
    file: 'codec/dec/webp_dec.wasm',
    name: 'WebP decoder',
    description: 'Reads lossy and lossless WebP stills into RGBA pixels with libwebp.',
    tags: ['image', 'webp', 'codec', 'decoder'],
    type: 'library',
  },
  {
    id: 'io.github.jamsinclair.webp-encoder',
    package: '@jsquash/webp',
    file: 'codec/enc/webp_enc.wasm',
    name: 'WebP encoder',
    description:
      'Writes lossy, near-lossless and lossless WebP files with libwebp. This build needs no SIMD.',
    tags: ['image', 'webp', 'codec', 'encoder'],
    type: 'library',
    dependencies: [{ id: 'io.github.jamsinclair.webp-decoder', range: '^1.5.0' }],
  },
  {
    id: 'io.github.sec-ant.zxing-reader',
    package: 'zxing-wasm',
    file: 'dist/reader/zxing_reader.wasm',
    name: 'Barcode reader',
    description:
      'Finds and reads QR codes, Data Matrix, Aztec, PDF417, EAN, Code 128 and more in a picture, with ZXing-C++.',
    tags: ['barcode', 'qr-code', 'scanner', 'image'],
    type: 'library',
  },
  {
    id: 'io.github.sec-ant.zxing-writer',
    package: 'zxing-wasm',
    file: 'dist/writer/zxing_writer.wasm',
    name: 'Barcode writer',
    description: 'Draws QR codes and other one- and two-dimensional barcodes as SVG or PNG, with ZXing-C++.',
    tags: ['barcode', 'qr-code', 'generator', 'image'],
    type: 'library',
    dependencies: [{ id: 'io.github.sec-ant.zxing-reader', range: '^3.1.0' }],
  },
];
