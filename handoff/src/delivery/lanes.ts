/** Runs pieces of work of one lane one after the other, in the order of the calls; lanes do not wait for each other. */
export function oneAfterTheOther(): <T>(lane: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>()
  return (lane, work) => {
    const mine = (tails.get(lane) ?? Promise.resolve()).then(work, work)
    tails.set(lane, mine)
    const tidy = () => {
      if (tails.get(lane) === mine) tails.delete(lane)
    }
    mine.then(tidy, tidy)
    return mine
  }
}
