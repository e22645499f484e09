import { describe, expect, it } from 'vitest'
import { isHost, mayReach } from './addresses.ts'

const at = (address: string) => ({ address, family: address.includes(':') ? 6 : 4 })

describe('calls may reach', () => {
  it.each([
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.1.20',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:10.1.2.3',
  ])('%s, which is here or private', (address) => {
    expect(mayReach([])('crm.test', at(address))).toBe(true)
  })

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '192.169.0.1',
    '100.64.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('%s only if its host is named', (address) => {
    expect(mayReach([])('hooks.example.com', at(address))).toBe(false)
    expect(mayReach(['other.example.com', 'example.com'])('hooks.example.com', at(address))).toBe(false)
    expect(mayReach([' Hooks.Example.com. '])('hooks.example.com', at(address))).toBe(true)
    expect(mayReach([address])(address, at(address))).toBe(true)
  })

  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    '64:ff9b::a9fe:a9fe',
    '0.0.0.0',
    '::',
    '::ffff:0.0.0.0',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '100.100.100.200',
    '168.63.129.16',
    'fd00:ec2::254',
    'no address',
    '',
  ])('%s never, even if it is named', (address) => {
    expect(mayReach([])('crm.test', at(address))).toBe(false)
    expect(mayReach(['crm.test', address])('crm.test', at(address))).toBe(false)
    expect(mayReach(['crm.test', address])(address, at(address))).toBe(false)
  })
})

it('a host is a name or an address, without scheme, port, path or wildcard', () => {
  const hosts = ['hooks.example.com', 'hooks.example.com.', 'my_host', ' crm ', '203.0.113.9', '2001:db8::1']
  expect(hosts.filter((host) => !isHost(host))).toEqual([])
  const others = ['https://a.test', 'a.test:443', 'a.test/x', '*.a.test', '', ' ', 'a b', '-a.test', 'x@a']
  expect(others.filter(isHost)).toEqual([])
})
