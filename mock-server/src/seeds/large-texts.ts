import type { Faker } from '@faker-js/faker'

/** What customers of a shop write about, and what they are answered. */
export interface Topic {
  readonly tag: string
  readonly subject: (product: string, order: string) => string
  readonly question: (product: string, order: string) => string
  readonly answer: string
}

export const TOPICS: readonly Topic[] = [
  {
    tag: 'shipping',
    subject: (_, order) => `Where is my order ${order}?`,
    question: (product, order) =>
      `Hello, I ordered the ${product} last week (${order}) and have not heard anything since. When will it arrive?`,
    answer: 'Thank you for asking. Your parcel is on its way and should be with you within two working days.',
  },
  {
    tag: 'return',
    subject: (product) => `Return of ${product}`,
    question: (product, order) =>
      `Hi, the ${product} does not fit. I would like to send it back, the order is ${order}. How do I do that?`,
    answer: 'No problem at all. I have sent you a return label; please drop the parcel off within 30 days.',
  },
  {
    tag: 'refund',
    subject: (_, order) => `Refund for ${order}`,
    question: (product, order) =>
      `I sent the ${product} of order ${order} back ten days ago and still wait for my money.`,
    answer:
      'I am sorry about the delay. The refund was made today; your bank may need three days to show it.',
  },
  {
    tag: 'damaged',
    subject: (product) => `${product} arrived broken`,
    question: (product, order) =>
      `Good morning, the ${product} that came today is broken. Please tell me what to do. Order ${order}.`,
    answer: 'I am very sorry to read that. A replacement leaves our warehouse tomorrow, free of charge.',
  },
  {
    tag: 'product-question',
    subject: (product) => `Question about the ${product}`,
    question: (product) => `Hi there! Is the ${product} available in another size, and what is it made of?`,
    answer:
      'Thank you for your interest. It comes in three sizes, and the page of the product lists its materials.',
  },
  {
    tag: 'cancellation',
    subject: (_, order) => `Please cancel ${order}`,
    question: (product, order) =>
      `Hello, I ordered the ${product} by mistake. Can you cancel ${order}, please?`,
    answer: 'Done: the order is cancelled, and nothing will be charged.',
  },
]

export const FOLLOW_UPS = [
  'Thank you, that helps.',
  'When exactly will that be?',
  'I still have not received anything. Please look into it again.',
  'Perfect, thanks a lot for the quick answer!',
  'That is not what I asked for. Please let somebody else have a look.',
]

export const REVIEWS: readonly (readonly [score: number, text: string])[] = [
  [5, 'Fast and friendly.'],
  [5, 'Great service, thank you!'],
  [4, 'Good, but it took a while.'],
  [3, 'It was all right.'],
  [2, 'I had to ask twice.'],
  [1, 'Nobody solved my problem.'],
]

/** An address that belongs to nobody: domains for examples (RFC 2606). */
export function addressOf(faker: Faker, first: string, last: string, number: number): string {
  const plain = `${first}.${last}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase()
  return `${plain}.${number}@${faker.helpers.arrayElement(['example.com', 'example.net', 'example.org'])}`
}
