import { describe, expect, it } from 'vitest'
import type { SeedOption } from '../control/accounts/starting-point.ts'
import { GorgiasContainer } from './gorgias-container.ts'

/** Tells what it would be started with. */
class Told extends GorgiasContainer {
  get command(): string[] {
    return this.createOpts.Cmd ?? []
  }
  get files(): string[] {
    return this.contentsToCopy.map(({ target }) => target)
  }
}

describe('a container', () => {
  it('is told by flags what was asked of it', () => {
    const container = new Told()
      .withVirtualClock()
      .withRateLimit('off')
      .withEffects('realistic')
      .withRewind(5)
      .withControlToken('secret')
      .withAllowedEgress('hooks.example.com', 'api.example.com')
      .withFlag('--data', '/data/accounts.db')
    expect(container.command).toEqual([
      '--json',
      '--clock=virtual',
      '--rate-limit=off',
      '--effects=realistic',
      '--rewind=5',
      '--control-token=secret',
      '--allow-egress=hooks.example.com,api.example.com',
      '--data=/data/accounts.db',
    ])
  })

  it.each<{ seed: SeedOption; flag: string; files: string[] }>([
    { seed: 'demo', flag: '--seed=demo', files: [] },
    { seed: { kind: 'large', tickets: 200 }, flag: '--seed=large:200', files: [] },
    { seed: { kind: 'large', tickets: 200, seed: 7 }, flag: '--seed=large:200:7', files: [] },
    { seed: { customers: [] }, flag: '--seed=/seed.json', files: ['/seed.json'] },
  ])('starts with the seed $seed', ({ seed, flag, files }) => {
    const container = new Told().withSeed(seed)
    expect(container.command).toEqual(['--json', flag])
    expect(container.files).toEqual(files)
  })

  it('that was asked for nothing is not given the seed of the image', () => {
    expect(new Told().command).not.toEqual([])
  })
})
