import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';
import { graphemes, isPalindrome } from '../palindrome.ts';
import { storePalindrome } from '../palindromes.ts';

/** A grapheme may have any number of code points, hence the limit in bytes of UTF-8 beside it. */
const limits = { graphemes: 1000, bytes: 16 * 1024 };

/** Serves `/palindrom/<text>`, where the text is all that follows, percent-decoded. */
export function addPalindrom(server: FastifyInstance, { database }: Application): void {
  server.get<{ Params: { '*': string } }>('/palindrom/*', async (request, reply) => {
    const text = request.params['*'].normalize('NFC');
    const refusal = refuse(text);
    if (refusal) return reply.code(refusal.status).send({ error: refusal.error });

    const palindrome = isPalindrome(text);
    if (palindrome) await storePalindrome(database, text, new Date());
    return request.accepts().type(['json', 'text']) === 'text'
      ? reply.type('text/plain; charset=utf-8').send(sentence(text, palindrome))
      : reply.send({ text, palindrome });
  });
}

function refuse(text: string): { readonly status: number; readonly error: string } | undefined {
  if (text === '') return { status: 400, error: 'There is no text; write it after /palindrom/.' };
  if (text.includes('\0')) return { status: 400, error: 'The text has a NUL character; leave it out.' };
  if (Buffer.byteLength(text) > limits.bytes || graphemes(text).length > limits.graphemes)
    return {
      status: 414,
      error: `The text is too long; write at most ${limits.graphemes} characters in ${limits.bytes} bytes.`,
    };
  return undefined;
}

function sentence(text: string, palindrome: boolean): string {
  return `“${text}” is ${palindrome ? 'a' : 'no'} palindrome.\n`;
}
