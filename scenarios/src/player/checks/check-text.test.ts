import { describe, expect, it } from 'vitest'
import { checkText } from './check-text.ts'

const messages = (
  expected: Parameters<typeof checkText>[0],
  body: { text: string | null; html: string | null },
) => checkText(expected, ['m'], 'message 1', body).map(({ message }) => message)

describe('looking for words in a message', () => {
  it('finds them in the text, or in what the HTML shows', () => {
    const body = { text: 'Hello\n   Dana', html: '<p>Price: <b>5&nbsp;&amp; more</b></p><p>End</p>' }
    expect(messages({ text_contains: ['Hello Dana', 'Price: 5 & more', 'more End'] }, body)).toEqual([])
  })

  it('names each fragment that is missing, and what is there instead', () => {
    expect(messages({ text_contains: ['a', 'b'] }, { text: 'only a', html: null })).toEqual([
      'expected message 1 to hold "b"; it reads "only a"',
    ])
  })

  it('names a fragment that must not be there, even if only the HTML has it', () => {
    expect(messages({ text_lacks: 'secret' }, { text: 'fine', html: '<i title="secret">x</i>' })).toEqual([
      'expected message 1 not to hold "secret", but it does',
    ])
  })

  it('copes with a message without any body', () => {
    expect(messages({ text_contains: 'x' }, { text: null, html: null })).toEqual([
      'expected message 1 to hold "x"; it reads nothing',
    ])
  })
})
