import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { secret } from './secret.ts'

describe('a secret', () => {
  it('shows itself in no form of printing', () => {
    const key = secret('k-123')
    const forms = [
      String(key),
      key.toString(),
      JSON.stringify({ key }),
      inspect({ key }, { depth: 5, showHidden: true }),
      inspect([[[[key]]]], { depth: 0 }),
      JSON.stringify({ ...key }),
      inspect(Object.entries(key)),
    ]
    expect(forms.join()).not.toContain('k-123')
    expect(forms[0]).toBe('[secret]')
  })

  it('is told to those who ask for it', () => {
    expect(secret('k-123').reveal()).toBe('k-123')
  })
})
