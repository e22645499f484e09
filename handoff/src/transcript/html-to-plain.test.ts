import { describe, expect, test } from 'vitest'
import { htmlToPlain } from './html-to-plain.ts'

describe('an HTML message is read as its words', () => {
  test.each([
    ['<p>Hello <b>Dana</b>,</p><p>thank  you</p>', 'Hello Dana,\nthank you'],
    ['a<br>b<BR/>c', 'a\nb\nc'],
    ['<style>p{}</style><script>alert(1)</script>seen<!-- not seen -->', 'seen'],
    ['1 &lt; 2 &amp;&amp; 3 &#x41;&#66; &unknown;', '1 < 2 && 3 AB &unknown;'],
    ['a < b and c > d', 'a < b and c > d'],
    ['seen<script>never closed', 'seen'],
    ['<div>one</div><div>two</div>', 'one\ntwo'],
  ])('%j', (html, words) => expect(htmlToPlain(html)).toBe(words))

  test.each(['<script ', '<!--', '<', '<a ', ' <i> ', '&#9'])(
    'a million characters of %j are read in one pass',
    (part) => {
      expect(htmlToPlain(part.repeat(1_000_000 / part.length))).toBeTypeOf('string')
    },
  )
})
