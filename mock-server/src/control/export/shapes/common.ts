import { anyOf, flag, json, number, object, optional, orNull, text } from './shape.ts'

export const address = object({ name: text, address: text })

export const attachment = object({
  url: text,
  name: text,
  size: orNull(number),
  content_type: text,
  public: flag,
  extra: optional(json),
})

/** The value of a custom field. */
export const fieldValue = anyOf(text, number, flag)
