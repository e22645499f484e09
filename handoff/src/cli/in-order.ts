/** How a batch is worked off. */
export interface BatchOptions<T> {
  /** How many pieces run at the same time. */
  atOnce: number
  /** Pieces of one lane run one after the other, in their order. */
  lane: (piece: T) => unknown
  /** Once it aborts nothing new begins; what runs may end. */
  stop: AbortSignal
}

/**
 * Works a batch off, several pieces at a time, and hands the results out in the order of the batch.
 *
 * @returns how many pieces were not begun.
 */
export function inOrder<T, R>(
  pieces: readonly T[],
  { atOnce, lane, stop }: BatchOptions<T>,
  work: (piece: T) => Promise<R>,
  emit: (result: R, piece: T) => void,
): Promise<number> {
  const waiting = pieces.map((piece, index) => ({ piece, index, lane: lane(piece) }))
  const busy = new Set<unknown>()
  const done = new Map<number, { result: R; piece: T }>()
  let next = 0

  function emitReady(): void {
    for (let ready = done.get(next); ready; ready = done.get(next)) {
      done.delete(next)
      next += 1
      emit(ready.result, ready.piece)
    }
  }

  return new Promise((resolve, reject) => {
    let running = 0

    function startSome(): void {
      while (running < atOnce && !stop.aborted) {
        const free = waiting.findIndex((entry) => !busy.has(entry.lane))
        const [entry] = free < 0 ? [] : waiting.splice(free, 1)
        if (!entry) break
        running += 1
        busy.add(entry.lane)
        work(entry.piece).then((result) => {
          running -= 1
          busy.delete(entry.lane)
          done.set(entry.index, { result, piece: entry.piece })
          emitReady()
          startSome()
        }, reject)
      }
      if (running > 0) return
      // After a stop there can be gaps; what was done behind them is still told.
      for (const [, { result, piece }] of [...done].sort(([a], [b]) => a - b)) emit(result, piece)
      resolve(waiting.length)
    }

    startSome()
  })
}
