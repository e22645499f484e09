/**
 * What the quote and signature strippers of the field look for, each in the form in which it does most harm: at the
 * beginning of a line, with what follows cut off. Names say whose habit it is.
 */
export const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'a quoted line': /^\s*>/m,
  'a header of a reply in one line':
    /^-*\s*(?:On|Le|El|Il|Em|Op|Am|Den|På)\s.+(?:wrote|écrit|escribió|scritto|escreveu|schreef|schrieb|skrev)\s?:?\s?-*$/m,
  'a header of a reply over lines':
    /^-*\s*(?:On|Le|W dniu|Op|Am|På|Den|Vào)\s.*(?:,|użytkownik)(?:.*\n){0,2}.*(?:wrote|sent|a écrit|napisał|schreef|verzond|geschreven|schrieb|skrev|đã viết)/m,
  'a name that wrote': /^\s*[^│\s].*(?:wrote|schrieb|kirjoitti|написал)\s*:\s*$/m,
  'an address before a colon': /^\s*[^│\s].*\S+@\S+\s*:\s*$/m,
  'a date and an address':
    /^\s?(?:\d+\/\d+\/\d+|\d+\.\d+\.\d+|20\d\d-\d\d-\d\d)[^\n]*(?:\n[^\n]*){0,5}?\s\S+@\S+/m,
  'an original message':
    /^\s*-+\s*(?:Original Message|Reply Message|Ursprüngliche Nachricht|Forwarded message)\s*-+/im,
  'a sender with an address': /^\s*\*?(?:From|De|Von|Van|Da)\s?:.*[<[@]/m,
  'a block of headers':
    /(?:^\s*\*?(?:From|Von|De|Date|Datum|Sent|Gesendet|Subject|Betreff|To|An)\*?\s?:[^\n]+\n){2,}/m,
  'a signature line': /^\s*(?:--|__|[-_=+*]{2,4}\s*$|[—–]\s*$)/m,
  'sent from a device':
    /^\s*(?:Sent from|Get Outlook for|Von meinem .* gesendet|Envoyé de mon|Inviato da|Enviado desde)/im,
  'a line above which to reply': /^\s*##-.*-##/m,
}

/** Texts that fall prey to them, as mails, forms and telephones write them. */
export const REPLY_CHAINS: readonly string[] = [
  '> quoted\n>> twice',
  'On Mon, 2 Mar 2026 at 10:00, Dana Ruiz <dana@example.com> wrote:',
  'On Monday you wrote',
  'On Tuesday, you sent me a cracked lamp',
  'On Mon, 2 Mar 2026\nat 10:00\nDana wrote: see below',
  'Le lun. 2 mars 2026 à 10:00, Dana <dana@example.com> a écrit :',
  'Am 02.03.2026 um 10:00 schrieb Dana Ruiz <dana@example.com>:',
  'El lunes, Dana escribió:',
  'Op ma 2 mrt. 2026 om 10:00 schreef Dana <dana@example.com>:',
  'Den mån 2 mars 2026 skrev Dana:',
  'W dniu 2.03.2026 użytkownik Dana napisał:',
  'Dana Ruiz <dana@example.com> schrieb:',
  'Dana Ruiz on Monday at 10:00 wrote:',
  '2.3.2026 10:00\nsomething\nDana <dana@example.com>',
  '2026-03-02 10:00 GMT+01:00 Dana <dana@example.com>:',
  'Thu, 26 Feb 2026 14:00:51 +0400 Bob <bob@example.com>:',
  '-----Original Message-----',
  '---------- Forwarded message ---------',
  'From: Dana <dana@example.com>',
  'From: Dana\nSent: Monday\nTo: Support\nSubject: lamp',
  '*Von:* Dana\n*Gesendet:* Montag',
  '--\nDana Ruiz',
  '__\nDana Ruiz',
  '________________________________',
  '====',
  '—',
  'Sent from my iPhone',
  'Von meinem iPhone gesendet',
  'Envoyé de mon iPhone',
  'Get Outlook for iOS',
  '##- Please type your reply above this line -##',
]

/** What a stripper would find in a text. */
export const strippable = (text: string): string[] =>
  Object.entries(FORBIDDEN).flatMap(([name, shape]) => {
    const found = shape.exec(text)
    return found ? [`${name}: ${JSON.stringify(found[0])}`] : []
  })
