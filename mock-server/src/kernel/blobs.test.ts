import { describe, expect, it } from 'vitest'
import { keepBytes, noBlobs } from './blobs.ts'
import { World } from './world.ts'

const bytes = (text: string) => Buffer.from(text)

const newWorld = () =>
  new World({
    collections: {},
    host: { now: () => 0, wake: () => () => undefined, breathe: () => Promise.resolve() },
    randomSeed: 1,
    clock: 'virtual',
    onTimer: () => undefined,
    onTimerFailure: () => undefined,
  })

const CAUSE = { kind: 'request', id: 1 } as const

describe('the bytes of a world', () => {
  it('are found under their SHA-256, and kept once', () => {
    const first = keepBytes(noBlobs(), bytes('abc'))
    expect(first.hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(first.blobs.byHash.get(first.hash)).toEqual(bytes('abc'))
    const second = keepBytes(first.blobs, bytes('abc'))
    expect(second.blobs).toBe(first.blobs)
    expect(second.blobs.size).toBe(3)
  })

  it('stay as they were for whoever holds an earlier state', () => {
    const { blobs: before } = keepBytes(noBlobs(), bytes('abc'))
    const after = keepBytes(before, bytes('de'))
    expect(before.byHash.has(after.hash)).toBe(false)
    expect([before.size, after.blobs.size]).toEqual([3, 5])
  })

  it('are refused when they exceed the limit, and nothing makes room for them', () => {
    const { blobs, hash } = keepBytes(noBlobs(), bytes('abc'), 4)
    expect(() => keepBytes(blobs, bytes('de'), 4)).toThrow('limit of 4')
    expect(blobs.byHash.has(hash)).toBe(true)
    expect(keepBytes(blobs, bytes('d'), 4).blobs.size).toBe(4)
    expect(keepBytes(blobs, bytes('abc'), 4).hash).toBe(hash)
  })

  it('are gone with a transaction that is undone', () => {
    const world = newWorld()
    let hash = ''
    const fail = () =>
      world.transact(CAUSE, () => {
        hash = world.putBytes(bytes('abc'))
        throw new Error('too late')
      })
    expect(fail).toThrow('too late')
    expect(hash).not.toBe('')
    expect(world.getBytes(hash)).toBeUndefined()
    expect(() => world.putBytes(bytes('abc'))).toThrow('only inside a transaction')
  })

  it('are shared with forks, which keep what comes later to themselves', () => {
    const world = newWorld()
    const put = (into: typeof world, text: string) => into.transact(CAUSE, () => into.putBytes(bytes(text)))
    const first = put(world, 'abc')
    const fork = world.fork()
    expect(fork.getBytes(first)).toBe(world.getBytes(first))
    const later = put(fork, 'de')
    expect(fork.getBytes(later)).toEqual(bytes('de'))
    expect(world.getBytes(later)).toBeUndefined()
  })
})
