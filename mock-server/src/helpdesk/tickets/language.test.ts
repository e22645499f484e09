import { describe, expect, it } from 'vitest'
import { detectLanguage } from './language.ts'

describe('the language of a text', () => {
  it.each([
    ['en', 'Where is my order? It was due on Monday.'],
    ['en', 'The lamp arrived with a cracked shade.'],
    ['de', 'Wo ist meine Bestellung? Ich habe sie nicht bekommen.'],
    ['fr', "Bonjour, où est ma commande ? Je l'attends et j'ai déjà payé pour la livraison."],
    ['fr', 'C’est la lampe que j’ai reçue, elle est cassée.'],
    ['es', 'Hola, ¿dónde está mi pedido? No ha llegado y es para el lunes.'],
    ['it', 'Il mio ordine non è arrivato e ho pagato con la carta.'],
    ['pt', 'Onde está o meu pedido? Não foi entregue e eu paguei com cartão.'],
    ['nl', 'Waar is mijn bestelling? Ik heb het pakket niet ontvangen.'],
    ['sv', 'Var är min beställning? Jag har inte fått det som jag köpte.'],
    ['pl', 'Gdzie jest moje zamówienie? Nie mam go i proszę o pomoc.'],
    ['ja', '注文した商品はどこですか'],
    ['zh', '我的订单在哪里'],
    ['ru', 'Где мой заказ?'],
    ['ar', 'أين طلبي؟'],
  ])('%s: %s', (language, text) => expect(detectLanguage(text)).toBe(language))

  it.each(['', 'ok', '12345', 'Hello', 'Invoice 1047 INV-2041 PDF', '🙂🙂🙂 🙂', '<p></p>'])(
    'is not told from %j',
    (text) => expect(detectLanguage(text)).toBeUndefined(),
  )
})
