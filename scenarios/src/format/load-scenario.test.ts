import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { loadScenario } from './load-scenario.ts'
import { formatProblem } from './problem.ts'

const head = ['name: A story', 'story: Something happens.', 'requirements: [REQ-001]']
const people = ['given:', '  customers:', '    dana: {name: Dana Ruiz, email: dana@example.com}']

const load = (...lines: string[]) => loadScenario('story.yaml', lines.join('\n'))
const problemsOf = (...lines: string[]): string[] => {
  const result = load(...lines)
  return result.ok ? [] : result.problems.map(formatProblem)
}

describe('loading a scenario', () => {
  it('accepts the shortest story', () => {
    expect(problemsOf(...head, ...people, 'steps:', '  - customer writes: Hello')).toEqual([])
  })

  it('names an unknown key, its place and the key that was meant', () => {
    const steps = ['steps:', '  - customer writes: Hello', '  - handoff:', '      topcs: [A]']
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:10:7: "topcs" is not known here. Did you mean "topics"?',
    ])
  })

  it('names a mistyped verb once, and not also as a missing verb', () => {
    expect(problemsOf(...head, ...people, 'steps:', '  - custmer writes: Hello')).toEqual([
      'story.yaml:8:5: "custmer writes" is not known here. Did you mean "customer writes"?',
    ])
  })

  it('refuses a step that tells two things', () => {
    const steps = ['steps:', '  - customer writes: Hello', '    handoff:']
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:8:5: a step tells one thing; this one tells 2: customer writes, handoff',
    ])
  })

  it('refuses a step that tells nothing', () => {
    expect(problemsOf(...head, ...people, 'steps:', '  - then: {tickets: 0}')).toEqual([
      'story.yaml:8:5: a step has to tell what happens, such as "customer writes"',
    ])
  })

  it('names a word that is not in the list, with the word that was meant', () => {
    const steps = ['steps:', '  - customer writes: Hello', '    then: {ticket: {status: opne}}']
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:9:29: "status" cannot be "opne". Did you mean "open"?',
    ])
  })

  it('says which type it wants where several forms are allowed', () => {
    expect(problemsOf(...head, ...people, 'steps:', '  - customer writes: [Hello]')).toEqual([
      'story.yaml:8:22: "customer writes" must be a text or a mapping (key: value), not a list',
    ])
  })

  it('complains only about the form that was meant', () => {
    const steps = ['steps:', '  - customer writes: {customer: dana}']
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:8:22: "customer writes" lacks "text"',
    ])
  })

  it('tells a number that should be a text to be put in quotes', () => {
    const steps = ['steps:', '  - customer writes: 1042']
    expect(problemsOf(...head, ...people, ...steps)[0]).toContain('put it in quotes')
  })

  it('explains the form of a duration', () => {
    expect(problemsOf(...head, ...people, 'steps:', '  - time passes: 5 minutes')[0]).toMatch(
      /^story\.yaml:8:18: "time passes" cannot be "5 minutes"\. A duration: PT5M is five minutes/,
    )
  })

  it('reports several problems at once, in the order of the file', () => {
    expect(problemsOf('nam: A story', 'story: 5', 'requirements: [REQ-1]', 'steps: []')).toEqual([
      'story.yaml:1:1: the file lacks "name"',
      'story.yaml:1:1: "nam" is not known here. Did you mean "name"?',
      'story.yaml:2:8: "story" must be a text, not the number 5 (put it in quotes if it is a text)',
      'story.yaml:3:16: this entry of "requirements" cannot be "REQ-1". Such as REQ-005.',
      'story.yaml:4:8: "steps" is empty',
    ])
  })

  it('bounds the list of problems and says how many it left out', () => {
    const steps = Array.from({ length: 100 }, (_, index) => `  - wrong ${index}: 1`)
    const problems = problemsOf(...head, 'steps:', ...steps)
    expect(problems).toHaveLength(21)
    expect(problems.at(-1)).toContain('and 80 more problems')
  })

  it('names a customer that was never given', () => {
    const steps = ['steps:', '  - customer writes: {text: Hello, customer: dan}']
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:8:46: there is no customer "dan" in given.customers. Did you mean "dana"?',
    ])
  })

  it('names a ticket that no handoff made', () => {
    const steps = [
      'steps:',
      '  - customer writes: Hello',
      '  - handoff: {as: first}',
      '  - agent replies: {text: Hi, ticket: frst}',
      '    then: {ticket: {named: other}}',
    ]
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      expect.stringMatching(/^story\.yaml:10:39: there is no ticket "frst" yet.*Did you mean "first"\?$/),
      expect.stringMatching(/^story\.yaml:11:28: there is no ticket "other" yet.*$/),
    ])
  })

  it('refuses a handoff before anybody wrote', () => {
    expect(problemsOf(...head, ...people, 'steps:', '  - handoff:')).toEqual([
      'story.yaml:8:5: nobody wrote yet: "customer writes" has to come before',
    ])
  })

  it('refuses a fault that does not say what the caller sees', () => {
    const fault = '{operation: createTicket, position: before'
    const steps = [
      'steps:',
      `  - fault: ${fault}, kind: status}`,
      `  - fault: ${fault}, kind: reset, status: 500}`,
      `  - fault: ${fault}, kind: reset, first: 1, every: 2}`,
    ]
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:8:12: a fault of kind status needs "status", such as 500',
      'story.yaml:9:77: a fault of kind reset has no status: the caller gets no answer',
      'story.yaml:10:86: say either "first" or "every"',
    ])
  })

  it('asks which customer is meant where there are several', () => {
    const two = ['given: {customers: {dana: {name: Dana}, mia: {name: Mia}}}', 'steps:']
    expect(problemsOf(...head, ...two, '  - customer writes: Hello')).toEqual([
      'story.yaml:6:5: say which customer writes: the story has several',
    ])
    const mia = ['  - customer writes: {text: Hello, customer: mia}', '  - handoff: {customer: dana}']
    expect(problemsOf(...head, ...two, ...mia)).toEqual([
      'story.yaml:7:5: dana did not write yet: "customer writes" has to come before',
    ])
  })

  it('refuses a second ticket of the same name', () => {
    const steps = ['steps:', '  - customer writes: Hi', '  - handoff: {as: a}', '  - handoff: {as: a}']
    expect(problemsOf(...head, ...people, ...steps)).toEqual([
      'story.yaml:10:19: "a" is the name of another one already',
    ])
  })

  it('passes on mistakes in the YAML with their place', () => {
    expect(problemsOf(...head, 'name: twice')[0]).toMatch(/^story\.yaml:4:1: .*unique/)
    expect(problemsOf('name: "open')[0]).toMatch(/^story\.yaml:1:\d+: /)
    expect(problemsOf('name: !!js/function x')[0]).toMatch(/^story\.yaml:1:\d+: .*tag/i)
  })

  it('refuses a file whose aliases explode', () => {
    const bomb = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]']
    for (const [from, to] of ['a b', 'b c', 'c d', 'd e', 'e f'].map(
      (pair) => pair.split(' ') as [string, string],
    ))
      bomb.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(', ')}]`)
    expect(problemsOf(...bomb)[0]).toContain('alias')
  })

  it('refuses an empty file and a file that is no mapping', () => {
    expect(problemsOf('')[0]).toContain('the file must be a mapping')
    expect(problemsOf('- 1')[0]).toContain('the file must be a mapping')
  })

  it('never throws, whatever the text', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...head,
        ...people,
        'steps:',
        '  - handoff:',
        '  - then:',
        '  - *a',
        '  - &a x',
        '? - [',
        '<<: *a',
      ),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const result = load(...lines)
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0)
          for (const problem of result.problems) expect(problem.line).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })
})
