/** Told that all was written, or why it was not. */
export type Written = (error?: Error) => void

export interface GroupCommit {
  /** Something has changed: it is written before the next turn of the event loop. */
  readonly touch: () => void
  /** Calls back once all changes so far are written: at once, if they are. */
  readonly whenWritten: (done: Written) => void
  /** Writes at once. Throws what `write` throws. */
  readonly flush: () => void
}

/**
 * Writes the changes of one turn of the event loop together: to make them durable costs as much for many as
 * for one. What could not be written is tried again with the next change, and whenever somebody asks.
 *
 * @param write writes all that has changed, or throws
 * @param breathe lets everything run that is ready to run
 * @param onFailure told why something could not be written if nobody waits for it
 */
export function groupCommit(
  write: () => void,
  breathe: () => Promise<void>,
  onFailure: (error: unknown) => void,
): GroupCommit {
  let changed = false
  let scheduled = false
  let waiting: Written[] = []

  function flush(): void {
    if (!changed) return
    write()
    changed = false
  }

  function flushForAll(): void {
    scheduled = false
    const told = waiting
    waiting = []
    let failure: Error | undefined
    try {
      flush()
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error))
      if (told.length === 0) onFailure(error)
    }
    for (const done of told) done(failure)
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    void breathe().then(flushForAll)
  }

  return {
    touch() {
      changed = true
      schedule()
    },
    whenWritten(done) {
      if (!changed) {
        done()
        return
      }
      waiting.push(done)
      schedule()
    },
    flush,
  }
}
