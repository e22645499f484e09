import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderTemplate } from './templates.ts'
import type { TemplateValue } from './templates.ts'

const values = new Map<string, TemplateValue>([
  ['ticket.id', 7],
  ['ticket.spam', false],
  ['ticket.subject', null],
  ['ticket.tags', ['vip', 'gladly-ai']],
  ['ticket.customer.firstname', '<b>Tom & "Ann"</b>'],
  ['ticket.customer.name', '{{ticket.id}}'],
  ['long', '😀😀'],
])
const read = (path: readonly string[]) => values.get(path.join('.'))

describe('renderTemplate', () => {
  it('fills in variables, with or without blanks inside the braces', () => {
    expect(renderTemplate('#{{ticket.id}} {{ ticket.spam }}', read)).toBe('#7 false')
  })

  it('shows a list with commas', () => {
    expect(renderTemplate('{{ticket.tags}}', read)).toBe('vip, gladly-ai')
  })

  it('writes nothing for a variable that is unknown or empty', () => {
    expect(renderTemplate('[{{ticket.nothing}}{{ticket.subject}}]', read)).toBe('[]')
  })

  it('leaves braces that hold no variable as they are', () => {
    const text = '{{}} {{ }} {{a b}} {{a..b}} { {ticket.id} } {{ticket.id} {{#if x}}'
    expect(renderTemplate(text, read)).toBe(text)
  })

  it('escapes values for HTML, and not the template', () => {
    expect(renderTemplate('<p>Hi {{ticket.customer.firstname}}</p>', read, { escape: 'html' })).toBe(
      '<p>Hi &lt;b&gt;Tom &amp; &quot;Ann&quot;&lt;/b&gt;</p>',
    )
    expect(renderTemplate('{{ticket.customer.firstname}}', read)).toBe('<b>Tom & "Ann"</b>')
  })

  it('does not fill in a value that looks like a template', () => {
    expect(renderTemplate('{{ticket.customer.name}}', read)).toBe('{{ticket.id}}')
  })

  it('reads one item of a list by its place', () => {
    const asked: string[][] = []
    renderTemplate('{{ticket.messages[0].body_text}}{{orders[12]}}', (path) => void asked.push([...path]))
    expect(asked).toEqual([
      ['ticket', 'messages', '0', 'body_text'],
      ['orders', '12'],
    ])
  })

  it('puts something in the place of what is missing', () => {
    expect(renderTemplate('{{ticket.subject|fallback("none")}}', read)).toBe('none')
    expect(renderTemplate("{{ ticket.nothing | default('(a) b') }}", read)).toBe('(a) b')
    expect(renderTemplate('{{ticket.id|fallback("none")}}{{ticket.nothing|fallback}}', read)).toBe('7')
    expect(renderTemplate('{{ticket.subject|fallback("<b>")}}', read, { escape: 'html' })).toBe('&lt;b&gt;')
  })

  it.each([
    ['YYYY-MM-DD HH:mm:ss', '2026-03-02 21:05:09'],
    ['dddd, MMMM Do YYYY [at] h:mm a', 'Monday, March 2nd 2026 at 9:05 pm'],
    ['ddd D MMM YY, H:m:s, hh A', 'Mon 2 Mar 26, 21:5:9, 09 PM'],
    ['L LT', '03/02/2026 9:05 PM'],
    ['LLLL', 'Monday, March 2, 2026 9:05 PM'],
    ['[LT] [D]', 'LT D'],
    ['', ''],
  ])('shows a time as %s', (pattern, shown) => {
    const at = () => '2026-03-02T21:05:09.000Z'
    expect(renderTemplate(`{{t|datetime_format("${pattern}")}}`, at)).toBe(shown)
  })

  it.each([
    ['America/New_York', '16:05'],
    ['Asia/Kolkata', '02:35'],
  ])('shows a time in the zone %s', (zone, shown) => {
    const text = `{{t|datetime_timezone("${zone}")|datetime_format("HH:mm")}}`
    expect(renderTemplate(text, () => '2026-03-02T21:05:09.000Z')).toBe(shown)
  })

  it.each([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31])('counts the %sth of a month in words', (day) => {
    const rules = new Intl.PluralRules('en', { type: 'ordinal' })
    const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: '', many: '' }[rules.select(day)]
    const at = () => `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`
    expect(renderTemplate('{{t|datetime_format("Do")}}', at)).toBe(`${day}${suffix}`)
  })

  it('shows nothing where a filter is unknown, or the value or the zone is none', () => {
    const texts = [
      '{{ticket.id|upper}}',
      '{{ticket.id|constructor}}',
      '{{ticket.id|datetime_format("YYYY")}}',
      '{{ticket.nothing|datetime_timezone("UTC")}}',
    ]
    expect(texts.map((text) => renderTemplate(text, read))).toEqual(['', '', '', ''])
    const at = () => '2026-03-02T21:05:09.000Z'
    expect(renderTemplate('{{t|datetime_timezone("Mars/Olympus")|fallback("?")}}', at)).toBe('?')
  })

  it('asks for nothing once there is no room left', () => {
    let asked = 0
    const long = () => (asked++, 'x'.repeat(10))
    expect(renderTemplate('{{a}}{{b}}{{c}}', long, { maxValueLength: 10 })).toHaveLength(10)
    expect(asked).toBe(1)
  })

  it('is quick about text that is almost a variable', () => {
    const nearly = [
      '{{a'.repeat(20_000),
      `{{a${' '.repeat(60_000)}`,
      `{{a${'|b'.repeat(30_000)}`,
      `{{a|b("${'x'.repeat(60_000)}`,
      `{{a|b(${'"'.repeat(60_000)})`,
    ]
    for (const text of nearly) expect(renderTemplate(text, () => 'x')).toBe(text)
  })

  it('never asks for what objects inherit', () => {
    const asked: string[] = []
    const text = '{{__proto__}}{{ticket.constructor.name}}{{ticket.prototype}}'
    expect(renderTemplate(text, (path) => void asked.push(path.join('.')))).toBe('')
    expect(asked).toEqual([])
  })

  it('cuts values at the bound, and no character in two', () => {
    expect(renderTemplate('{{long}}|{{long}}', read, { maxValueLength: 3 })).toBe('😀|')
    expect(renderTemplate('{{long}}|{{long}}', read, { maxValueLength: 6 })).toBe('😀😀|😀')
  })

  it('inserts no markup and stays within its bound, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (value, maxValueLength) => {
        const html = renderTemplate('{{x}}{{x}}', () => value, { escape: 'html', maxValueLength })
        expect(html).not.toMatch(/[<>"']/)
        expect(html.length).toBeLessThanOrEqual(maxValueLength * '&quot;'.length)
      }),
    )
  })
})
