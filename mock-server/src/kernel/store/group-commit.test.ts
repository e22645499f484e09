import { describe, expect, it } from 'vitest'
import { groupCommit } from './group-commit.ts'

/** A group commit whose turns end when the test says so. */
function underTest() {
  const log: string[] = []
  const failures: unknown[] = []
  let turn: (() => void) | undefined
  let broken = false
  const commits = groupCommit(
    () => {
      if (broken) throw new Error('no space')
      log.push('written')
    },
    () => new Promise((resolve) => (turn = resolve)),
    (error) => failures.push(error),
  )
  return {
    ...commits,
    log,
    failures,
    breakDisk: (now: boolean) => (broken = now),
    answer: (name: string) =>
      commits.whenWritten((error) => void log.push(error === undefined ? name : `${name}: ${error.message}`)),
    endTurn: async () => {
      turn?.()
      turn = undefined
      await Promise.resolve()
    },
  }
}

describe('a group commit', () => {
  it('writes what one turn changed once, and answers after that, in order', async () => {
    const { touch, answer, endTurn, log } = underTest()
    touch()
    answer('first')
    touch()
    answer('second')
    expect(log).toEqual([])
    await endTurn()
    expect(log).toEqual(['written', 'first', 'second'])
  })

  it('answers at once where nothing has changed', () => {
    const { answer, log } = underTest()
    answer('first')
    expect(log).toEqual(['first'])
  })

  it('lets those wait who only look, while something is not written', async () => {
    const { touch, answer, endTurn, log } = underTest()
    touch()
    answer('who looks')
    expect(log).toEqual([])
    await endTurn()
    answer('who looks later')
    expect(log).toEqual(['written', 'who looks', 'who looks later'])
  })

  it('tells everybody who waits that it could not be written, and tries again for the next', async () => {
    const { touch, answer, endTurn, log, breakDisk, failures } = underTest()
    breakDisk(true)
    touch()
    answer('first')
    answer('second')
    await endTurn()
    answer('who looks')
    await endTurn()
    breakDisk(false)
    answer('third')
    await endTurn()
    expect(log).toEqual(['first: no space', 'second: no space', 'who looks: no space', 'written', 'third'])
    expect(failures).toEqual([])
  })

  it('tells of a failure that nobody waits for', async () => {
    const { touch, endTurn, breakDisk, failures } = underTest()
    breakDisk(true)
    touch()
    await endTurn()
    expect(failures).toEqual([new Error('no space')])
  })

  it('writes at once when asked to, and then not again', async () => {
    const { touch, flush, endTurn, log } = underTest()
    touch()
    flush()
    flush()
    await endTurn()
    expect(log).toEqual(['written'])
  })
})
