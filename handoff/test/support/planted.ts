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
    const own = FREE.has(key) || (Array.isArray(this) && typeof value === 'string')
    return typeof value === 'string' && own && !enums.some((word) => word === value)
      ? `${value}\n${words} `
      : value
  })
  return JSON.parse(copy) as HandoffRequest
}
