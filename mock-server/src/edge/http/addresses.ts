import { BlockList, isIP } from 'node:net'

/** Where an address of the network is. */
export interface Address {
  readonly address: string
  readonly family: number
}

type Subnet = readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6']

function listOf(subnets: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) list.addSubnet(...subnet)
  return list
}

/** This machine and private networks. */
const NEAR = listOf([
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
])

/**
 * Nobody's receiver, whatever name leads there: link-local addresses, at which clouds hand out credentials,
 * the metadata services at addresses of their own, and what stands for no host or for many.
 */
const NEVER = listOf([
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['192.0.0.192', 32, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['255.255.255.255', 32, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['64:ff9b::a9fe:0', 112, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['fd20:ce::254', 128, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
])

const isIn = (list: BlockList, { address, family }: Address): boolean => {
  // A name can lead to an address with a zone, such as fe80::1%eth0.
  const [plain = ''] = address.split('%')
  return isIP(plain) !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}

/** Whether nobody may be called there, even if it is named; what is no address is none to be called. */
export const isNever = (address: Address): boolean =>
  isIP(address.address.split('%')[0] ?? '') === 0 || isIn(NEVER, address)

/** Whether an address is of this machine or of a private network, and somebody's. */
export const isNear = (address: Address): boolean => isIn(NEAR, address) && !isNever(address)

/** Decides where calls may go. */
export type MayReach = (host: string, address: Address) => boolean

/** The host name of a URL, as it is compared: without brackets and the dot at the end. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

const fold = (host: string): string => host.trim().toLowerCase().replace(/\.$/, '')

/** Whether a host is one of those that are allowed by name. */
export const isNamed = (host: string, allowed: readonly string[]): boolean =>
  allowed.some((name) => fold(name) === fold(host))

/**
 * Lets calls reach this machine and private networks, and the hosts that are named, wherever they are. An
 * address that is written as IPv6 and means IPv4 counts as the IPv4 address it means. Link-local addresses
 * and the metadata services of clouds are never reached.
 *
 * @param allowed host names or addresses, such as `hooks.example.com`; a name does not stand for those below it
 * @example
 * mayReach(['hooks.example.com'])('crm.example.com', { address: '192.0.2.7', family: 4 }) // false
 */
export function mayReach(allowed: readonly string[]): MayReach {
  return (host, address) => !isNever(address) && (isNear(address) || isNamed(host, allowed))
}

/** Whether a text is a host name or an address, as {@link mayReach} takes it: no URL, and no port. */
export const isHost = (text: string): boolean => {
  const host = text.trim()
  if (isIP(host) !== 0) return true
  return /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/i.test(host) && host.length <= 253
}
