import type { Answer, Stage } from './stage.ts'

/** One recorded answer, and the call with which the simulator is asked for the same. */
export interface Case {
  /** The name of the committed shape. */
  readonly recording: string
  /** What the call answers (the documented habit): recordings show every JSON 2xx as 200. */
  readonly status: number
  /** Other recordings of the same thing: what is null in one of them may be null here. */
  readonly alike?: readonly string[]
  /** Brings a fresh account to where the recording was made, and makes the call. */
  call(stage: Stage): Promise<Answer>
  /** The part of the answer that was recorded, where it was a part only. */
  readonly part?: (body: unknown) => unknown
}
