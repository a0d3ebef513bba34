import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';
import { countPalindromes, listPalindromes, type StoredPalindrome } from '../palindromes.ts';

interface Page {
  readonly limit: number;
  readonly offset: number;
}

const querystring = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    offset: { type: 'integer', minimum: 0, default: 0 },
  },
};

/** Who may see it is the edge's business: the application trusts whoever reaches it. */
export function addAdmin(server: FastifyInstance, { database }: Application): void {
  server.get<{ Querystring: Page }>('/admin', { schema: { querystring } }, async (request, reply) => {
    const palindromes = await listPalindromes(database, request.query);
    const total = await countPalindromes(database);
    return request.accepts().type(['json', 'html']) === 'html'
      ? reply.type('text/html; charset=utf-8').send(htmlPage(palindromes, total))
      : reply.send({ total, palindromes });
  });
}

function htmlPage(palindromes: readonly StoredPalindrome[], total: number): string {
  const items = palindromes.map(
    ({ text, storedAt }) => `<li><bdi>${escapeHtml(text)}</bdi> <time>${storedAt}</time></li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Palindromes</title>
<h1>Palindromes</h1>
<p>${palindromes.length} of ${total}, newest first. <code>?limit=…&amp;offset=…</code> shows others.</p>
<ul>
${items.join('\n')}
</ul>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
