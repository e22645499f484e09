import { describe, expect, it } from 'vitest'
import { readSmtpTarget } from './target.ts'

describe('the address of an SMTP server', () => {
  it('says where it is, and how to get in', () => {
    expect(readSmtpTarget('smtp://127.0.0.1:1025')).toMatchObject({
      host: '127.0.0.1',
      port: 1025,
      secure: false,
      shown: 'smtp://127.0.0.1:1025',
    })
    expect(readSmtpTarget('smtp://127.0.0.1')).not.toHaveProperty('auth')
    expect(readSmtpTarget('smtps://me%40x.test:p%2Fw@[::1]')).toMatchObject({
      host: '::1',
      port: 465,
      secure: true,
      auth: { user: 'me@x.test', pass: 'p/w' },
      shown: 'smtps://***@[::1]',
    })
  })

  it.for<[host: string, isPrivate: boolean]>([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['192.168.1.1', true],
    ['[::1]', true],
    ['[fd00::1]', true],
    ['localhost', true],
    ['mailpit', true],
    ['mail.internal', true],
    ['172.32.0.1', false],
    ['169.254.169.254', false],
    ['[fe80::1]', false],
    ['[::ffff:10.0.0.1]', true],
    ['8.8.8.8', false],
    ['[2001:db8::1]', false],
    ['smtp.example.com', false],
    ['10.example.com', false],
  ])('tells what is near from what may reach real people: %s', ([host, isPrivate]) => {
    expect(readSmtpTarget(`smtp://${host}:25`).isPrivate).toBe(isPrivate)
  })

  it('takes its credentials out of what others say', () => {
    const { redact } = readSmtpTarget('smtp://me:p%2Fw0rd@127.0.0.1')
    const plain = Buffer.from('p/w0rd').toString('base64')
    expect(redact(`no p/w0rd, p%2Fw0rd or ${plain} for me`)).toBe('no ***, *** or *** for me')
  })
})
