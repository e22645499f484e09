import { describe, expect, it } from 'vitest'
import type { PlayResult } from '../player/play-scenario.ts'
import { createTerminalReport } from './terminal.ts'
import { toJsonReport } from './json.ts'

const result = (over: Partial<PlayResult>): PlayResult => ({
  file: 'a.yaml',
  name: 'A story',
  requirements: ['REQ-001'],
  status: 'passed',
  failures: [],
  steps: [],
  checks: 2,
  ...over,
})
const failed = result({
  status: 'failed',
  requirements: ['REQ-001', 'REQ-002'],
  failures: [{ file: 'a.yaml', line: 7, column: 5, message: 'expected 1 ticket, found 2' }],
})

describe('the report of a run', () => {
  it('is a line a story, and the failures with their places', () => {
    const lines: string[] = []
    const report = createTerminalReport({ write: (text) => lines.push(text) }, false)
    report.unreadable([{ file: 'b.yaml', line: 1, column: 1, message: 'no' }])
    report.played(result({}))
    report.played(failed)
    report.finished([result({}), failed], 1)
    expect(lines.join('')).toBe(
      [
        'unreadable  b.yaml:1:1: no',
        'passed  A story  a.yaml',
        'failed  A story  a.yaml',
        '        a.yaml:7:5: expected 1 ticket, found 2',
        '',
        '1 passed, 1 failed, 1 unreadable; looked 4 times, at 2 requirements',
        '',
      ].join('\n'),
    )
  })

  it('uses colours only where it may', () => {
    const lines: string[] = []
    createTerminalReport({ write: (text) => lines.push(text) }, true).played(failed)
    expect(lines[0]).toContain('\u001b[31mfailed\u001b[0m')
  })

  it('counts for machines', () => {
    expect(toJsonReport([result({}), failed], [])).toMatchObject({ passed: 1, failed: 1, unreadable: [] })
  })
})
