import { fromHex } from '../../src/core/bytes.ts';
import { parseModuleId, parsePublicKey } from '../../src/core/ids.ts';
import type { PairingAnswer } from '../../src/core/record/pairing-answer.ts';
import type { PairingRequest } from '../../src/core/record/pairing-request.ts';

/** The bytes of docs/FORMAT.md, section 16; mailbox and seal were made by Node's `hkdfSync` and `createCipheriv`. */

const device = parsePublicKey(fromHex('6ee091fd280a9b68554fa73c588125d47d3425c68a26ba236b4dad90f90a8f92'));
const request: PairingRequest = { device, name: 'Phone', secret: new Uint8Array(32).fill(0x05) };

/** All that Alice may write in the communal namespace, handed to the device. */
const capability = fromHex(
  '41de0c4e6d535c8ff480031eec8cd5815705e898490438eb651eeeeafdcf55181ebc7cbcb5636375fa1d82434d466724d92377f53b980695dd49d26d' +
    '0ce12205a56000006ee091fd280a9b68554fa73c588125d47d3425c68a26ba236b4dad90f90a8f92f13ed76293e1702be6a12a868a3f49620474' +
    '6e59b8b8ac4f146bb9e63fdd174b564572abc63472ca301d2ad1e4c8bb3b363f9548a4c23a9d135f4737fd62650d',
);
const answer: PairingAnswer = {
  person: parsePublicKey(fromHex('bc7cbcb5636375fa1d82434d466724d92377f53b980695dd49d26d0ce12205a5')),
  capabilities: [capability],
  modules: [parseModuleId('io.acme.codec')],
};

export const PAIRING_EXAMPLE = {
  request,
  requestLink:
    'https://registry.example/identity#pair=pGF2AWRuYW1lZVBob25lZmRldmljZVggbuCR_SgKm2hVT6c8WIEl1H00JcaKJroja02tkPkKj5Jm' +
    'c2VjcmV0WCAFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQ',
  answer,
  answerBytes: fromHex(
    'a461760166706572736f6e5820bc7cbcb5636375fa1d82434d466724d92377f53b980695dd49d26d0ce12205a5676d6f64756c6573816d696f2e' +
      '61636d652e636f6465636c6361706162696c69746965738158a441de0c4e6d535c8ff480031eec8cd5815705e898490438eb651eeeeafdcf55' +
      '181ebc7cbcb5636375fa1d82434d466724d92377f53b980695dd49d26d0ce12205a56000006ee091fd280a9b68554fa73c588125d47d3425c6' +
      '8a26ba236b4dad90f90a8f92f13ed76293e1702be6a12a868a3f496204746e59b8b8ac4f146bb9e63fdd174b564572abc63472ca301d2ad1e4' +
      'c8bb3b363f9548a4c23a9d135f4737fd62650d',
  ),
  answerLink:
    'https://registry.example/identity#paired=pGF2AWZwZXJzb25YILx8vLVjY3X6HYJDTUZnJNkjd_U7mAaV3UnSbQzhIgWlZ21vZHVsZXOBbWlv' +
    'LmFjbWUuY29kZWNsY2FwYWJpbGl0aWVzgVikQd4MTm1TXI_0gAMe7IzVgVcF6JhJBDjrZR7u6v3PVRgevHy8tWNjdfodgkNNRmck2SN39TuYBpXdSdJt' +
    'DOEiBaVgAABu4JH9KAqbaFVPpzxYgSXUfTQlxoomuiNrTa2Q-QqPkvE-12KT4XAr5qEqhoo_SWIEdG5ZuLisTxRrueY_3RdLVkVyq8Y0csowHSrR5Mi7' +
    'OzY_lUikwjqdE19HN_1iZQ0',
  mailbox: 'ce5054b1616b95ba04a93fdf0b07b7c1e09349458cc68aa8ffd620d090014fa0',
  /** With the iv 12 × `02`. */
  sealed: fromHex(
    '0202020202020202020202027eb9e235cbfc1ec9531340e2184e848ea88228a8a6443ff209ed35b60a2b26dcc9782e980dbfeed62502fc1fe380' +
      'eac209ae5751c37697648f7a51c7a9d2d44fed699a17e08a9ec471fbbef96749e2d0258f140a1eaffa4b42c749c1c9a26d7e1c2b57063f8396' +
      'd54cb4796441fa759e37f275270a690c789d614739f22b7604a3759d41fd41c939892c0cc7491ff6beec5e9d5523db74633ab2d5094ca9e31f' +
      '00cc432c7980ac27d2ac2f32769f5b55b8814e70e6d9ee13a23d21e97520853dfed48cb7d2eea169e3aba34133645a23374d666b3b44b23d9f' +
      '2442c7254d134592f7de948c1cf0542d476816af7a1242fd03515650da985e4cad79c587caa83b90158893df16cd90',
  ),
};
