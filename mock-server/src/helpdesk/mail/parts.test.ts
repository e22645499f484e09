import { describe, expect, it } from 'vitest'
import { bothParts, htmlToText } from './parts.ts'

describe('the plain text of an HTML text', () => {
  it('has its words, paragraphs and links', () => {
    expect(
      htmlToText('<h1>Hi</h1><p>a &amp; b</p><ul><li>x</li></ul><a href="https://s.test">shop</a>'),
    ).toContain('a & b')
    expect(htmlToText('<a href="https://s.test">https://s.test</a><img src="cid:1">')).toBe('https://s.test')
    expect(htmlToText('<style>p{}</style><script>alert(1)</script><p>seen</p>')).toBe('seen')
  })

  it.for<[what: string, html: string]>([
    ['nested beyond reason', '<b>'.repeat(200_000)],
    ['nested behind ends that end nothing', '<b></i>'.repeat(100_000)],
    ['nested in turns', '<div><span>'.repeat(60_000)],
    ['never closed', '<'.repeat(400_000)],
    ['a comment without an end', `<!--${'-'.repeat(400_000)}`],
    ['larger than is looked at', `<p>${'x'.repeat(5_000_000)}</p>`],
    ['a table of many cells', `<table>${'<tr><td>x'.repeat(30_000)}`],
  ])('comes of what is %s, too', ([, html]) => {
    expect(htmlToText(html).length).toBeLessThanOrEqual(600_000)
  })
})

it('an e-mail of nothing has neither part', () => {
  expect(bothParts({ text: '', html: '' })).toEqual({ text: '', html: '' })
})
