import { cleanLine } from './clean.ts'

/** Amounts and sizes in the words of a locale. */
export interface Figures {
  /**
   * An amount of money. The decimal text goes to the formatter as it is: no float rounds it.
   *
   * @example figuresIn('en').money('49.90', 'EUR') // €49.90
   */
  money: (amount: string, currency: string) => string
  /** A file's size. */
  fileSize: (bytes: number) => string
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']

/** To make a formatter takes far longer than to use one, and organisations have few currencies. */
const formats = new Map<string, Format>()
const MOST_FORMATS = 200

interface Format {
  format: Intl.NumberFormat['format']
  /** Digits behind the point, usually. */
  digits: number
}

/** @param locale BCP 47 tag */
export function figuresIn(locale: string): Figures {
  const format = (options: Intl.NumberFormatOptions): Format => {
    const key = `${locale} ${JSON.stringify(options)}`
    const known = formats.get(key)
    if (known) return known
    const made = new Intl.NumberFormat(locale, options)
    const digits = made.resolvedOptions().minimumFractionDigits ?? 2
    if (formats.size >= MOST_FORMATS) formats.clear()
    const kept: Format = { format: (value) => made.format(value), digits }
    formats.set(key, kept)
    return kept
  }
  return {
    money: (amount, currency) => {
      const style = { style: 'currency', currency } as const
      const usual = format(style)
      const fraction = /\.(\d*?)0*$/.exec(amount)?.[1]?.length ?? 0
      const fits = fraction <= usual.digits
      const exact = fits ? usual : format({ ...style, maximumFractionDigits: Math.min(20, fraction) })
      return cleanLine(exact.format(amount as Intl.StringNumericLiteral))
    },
    fileSize: (bytes) => {
      const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
      const unit = UNITS[step] ?? 'byte'
      const inUnit = format({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })
      return cleanLine(inUnit.format(bytes / 1000 ** step))
    },
  }
}
