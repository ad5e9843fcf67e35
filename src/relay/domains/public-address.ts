import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries, IPv4: everything that is not for the whole internet. */
const SPECIAL_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Within 2000::/3, which alone is given out: protocol use with Teredo, documentation, 6to4. */
const SPECIAL_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

function listed(kind: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, kind);
  return list;
}

const special4 = listed('ipv4', SPECIAL_4);
const special6 = listed('ipv6', SPECIAL_6);
const given6 = listed('ipv6', [['2000::', 3]]);

/** Whether anybody on the internet could ask there as well: nothing of this machine's own network. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special4.check(address, 'ipv4');
  // What carries an IPv4 address inside (mapped, translated) is outside of what is given out.
  return family === 6 && given6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}
