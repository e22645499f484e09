/** The story cannot be played as it is written; the message is for its author. */
export class StoryError extends Error {
  override name = 'StoryError'
}
