import type { HandoffRequest } from '../../src/model/request.ts'

/** Fields that hold what people wrote. */
const FREE = new Set(
  `text label value prompt name note title snippet overview intent filename subject variant availability status
   carrier eta shippingAddress detail key raw topics path`.split(/\s+/),
)

/** The request with ` WORDS ` at the end of every text in it that people may write. */
export function planted(request: HandoffRequest, words: string): HandoffRequest {
  const enums = [request.conversation.status]
  const copy = JSON.stringify(request, function (this: unknown, key: string, value: unknown) {
    // What stands in lists may be an address, which has its length.
    const listed = Array.isArray(this) && typeof value === 'string' && value.length + words.length < 300
    return typeof value === 'string' && (FREE.has(key) || listed) && !enums.some((word) => word === value)
      ? `${value}\n${words} `
      : value
  })
  return JSON.parse(copy) as HandoffRequest
}
