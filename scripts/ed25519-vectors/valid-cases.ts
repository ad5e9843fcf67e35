import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ascii, fromHex, toHex } from '../../src/core/bytes.ts';
import type { Case } from './case.ts';
import { messageNamed, signerOf } from './curve.ts';

/** Signatures as they should be. */

const SIGNERS = { alice: 0xa1, bob: 0xb0, carol: 0xca, dave: 0xda };

/** Seed, key and message of RFC 8032, 7.1; the signatures are made here. */
const RFC_8032 = [
  [
    'TEST 1',
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
  ],
  [
    'TEST 2',
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
  ],
  [
    'TEST 3',
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
  ],
  [
    'TEST SHA(abc)',
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    toHex(sha512(ascii('abc'))),
  ],
] as const;

function rfcCase([name, seed, key, text]: (typeof RFC_8032)[number]): Case {
  if (toHex(ed25519.getPublicKey(fromHex(seed))) !== key)
    throw new Error(`${name}: seed and key do not match`);
  const signed = ed25519.sign(fromHex(text), fromHex(seed));
  return {
    rule: 'RFC 8032, 7.1',
    name,
    key: fromHex(key),
    message: fromHex(text),
    signature: signed,
    expected: 'valid',
  };
}

function ownCases(): readonly Case[] {
  return Object.entries(SIGNERS).flatMap(([name, seedByte]) => {
    const { seed, key } = signerOf(seedByte);
    const message = messageNamed('an honest message');
    return [
      {
        rule: 'valid',
        name: `${name} signs a handover`,
        key,
        message,
        signature: ed25519.sign(message, seed),
        expected: 'valid' as const,
      },
      ...[0, 1, 32, 64, 1024].map((length) => {
        const text = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 0xff);
        const signed = ed25519.sign(text, seed);
        return {
          rule: 'valid',
          name: `${name} signs ${length} bytes`,
          key,
          message: text,
          signature: signed,
          expected: 'valid' as const,
        };
      }),
    ];
  });
}

export function validCases(): readonly Case[] {
  return [...ownCases(), ...RFC_8032.map(rfcCase)];
}
