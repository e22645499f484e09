import { describe, expect, test } from 'vitest'
import { markdownBlocks } from './markdown.ts'
import { blocksToHtml } from './render-html.ts'
import { blocksToText } from './render-text.ts'

const html = (markdown: string) => blocksToHtml(markdownBlocks(markdown)).replace(/ style="[^"]*"/g, '')
const text = (markdown: string) => blocksToText(markdownBlocks(markdown))

describe('the AI’s Markdown becomes form, never characters', () => {
  test.each([
    ['**bold** and *soft*', '<p><strong>bold</strong> and <em>soft</em></p>'],
    ['# Title', '<p><strong>Title</strong></p>'],
    ['one\ntwo', '<p>one<br>two</p>'],
    ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
    ['3. c\n4. d', '<ol start="3"><li>c</li><li>d</li></ol>'],
    ['`a<b`', '<p><span>a&lt;b</span></p>'],
    ['AT&amp;T', '<p>AT&amp;T</p>'],
    ['<b>raw</b>', '<p>&lt;b&gt;raw&lt;/b&gt;</p>'],
  ])('%j', (markdown, result) => expect(html(markdown)).toBe(result))

  test('a table keeps its heads and rows in both bodies', () => {
    const markdown = '| Item | Qty |\n|---|--:|\n| Lamp | 2 |'
    expect(html(markdown)).toBe(
      '<table><thead><tr><th scope="col">Item</th><th scope="col">Qty</th></tr></thead>' +
        '<tbody><tr><td>Lamp</td><td>2</td></tr></tbody></table>',
    )
    expect(text(markdown)).toBe('Item: Lamp\nQty:  2')
  })

  test('a quotation is no blockquote', () => {
    expect(html('> **said**\n> twice')).toBe('<p>│ said<br>│ twice</p>')
  })

  test('code keeps its blanks', () => expect(html('```\na\n  b\n```')).toBe('<div>a<br>\u00a0\u00a0b</div>'))

  test.each(['> '.repeat(9000), '['.repeat(9000), '*a'.repeat(9000), '- '.repeat(9000), '`'.repeat(9000)])(
    'hostile nesting does not throw',
    (markdown) => expect(text(markdown)).toBeTypeOf('string'),
  )
})

describe('links say where they lead', () => {
  test.each([
    ['[shop](https://shop.example/a)', 'shop</a> [shop.example]', 'shop <https://shop.example/a>'],
    ['https://shop.example/a', 'https://shop.example/a</a></p>', 'https://shop.example/a'],
    [
      '[bank.example](https://evil.example)',
      'bank.example</a> [evil.example]',
      'bank.example <https://evil.example/>',
    ],
    ['[us](mailto:a@b.example)', 'us</a> [a@b.example]', 'us <mailto:a@b.example>'],
    ['![cat](https://x.example/cat.png)', 'cat</a> [x.example]', 'cat <https://x.example/cat.png>'],
  ])('%j', (markdown, part, words) => {
    expect(html(markdown)).toContain(part)
    expect(text(markdown)).toContain(words)
  })

  test.each([
    '[a](javascript:alert)',
    '[a](data:text/html,x)',
    '[a](https://user:pw@x.example)',
    '[a](//x.example)',
  ])('%j is no link', (markdown) => expect(html(markdown)).toBe('<p>a</p>'))
})
