import {
  float32ArrayDecoder,
  float32ArrayEncoder,
  float64ArrayDecoder,
  float64ArrayEncoder,
  int16ArrayDecoder,
  int16ArrayEncoder,
  int32ArrayDecoder,
  int32ArrayEncoder,
  int8ArrayDecoder,
  int8ArrayEncoder,
  uint16ArrayDecoder,
  uint16ArrayEncoder,
  uint32ArrayDecoder,
  uint32ArrayEncoder,
} from 'cborg/taglib';

/** Arrays of numbers as RFC 8746 tags them, little-endian; bytes stay plain CBOR bytes. */
export const TYPED_ARRAY_ENCODERS = {
  Int8Array: int8ArrayEncoder,
  Uint16Array: uint16ArrayEncoder,
  Uint32Array: uint32ArrayEncoder,
  Int16Array: int16ArrayEncoder,
  Int32Array: int32ArrayEncoder,
  Float32Array: float32ArrayEncoder,
  Float64Array: float64ArrayEncoder,
};

/** By tag number. */
export const TYPED_ARRAY_TAGS = {
  69: uint16ArrayDecoder,
  70: uint32ArrayDecoder,
  72: int8ArrayDecoder,
  77: int16ArrayDecoder,
  78: int32ArrayDecoder,
  85: float32ArrayDecoder,
  86: float64ArrayDecoder,
};
