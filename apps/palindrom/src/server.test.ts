import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testServer } from './testing/application.ts';

describe('/', () => {
  test('greets', async () => {
    const answer = await (await testServer()).inject('/');
    expect([answer.statusCode, answer.body]).toEqual([200, 'Hello, world!\n']);
  });

  test('names the release when it knows it', async () => {
    const answer = await (await testServer({ CAUSEWAY_RELEASE: '1.0.0+7' })).inject('/');
    expect(answer.body).toBe('Hello, world! (1.0.0+7)\n');
  });
});

describe('/palindrom', () => {
  test('says yes and stores it once', async () => {
    const server = await testServer();
    const answers = [await server.inject('/palindrom/Anna'), await server.inject('/palindrom/Anna')];
    expect(answers.map((answer) => [answer.statusCode, answer.json()])).toEqual(
      Array(2).fill([200, { text: 'Anna', palindrome: true }]),
    );
    expect((await server.inject('/admin')).json()).toMatchObject({
      total: 1,
      palindromes: [{ text: 'Anna' }],
    });
  });

  test('says no and stores nothing', async () => {
    const server = await testServer();
    expect((await server.inject('/palindrom/Bernd')).json()).toEqual({ text: 'Bernd', palindrome: false });
    expect((await server.inject('/admin')).json()).toEqual({ total: 0, palindromes: [] });
  });

  test('answers with a sentence whoever reads text', async () => {
    const server = await testServer();
    const ask = (text: string) =>
      server.inject({ url: `/palindrom/${text}`, headers: { accept: 'text/plain' } });
    expect((await ask('Anna')).body).toBe('“Anna” is a palindrome.\n');
    expect((await ask('Bernd')).body).toBe('“Bernd” is no palindrome.\n');
    expect((await ask('Anna')).headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  test('reads any text back that a URL can carry', async () => {
    const server = await testServer();
    const carried = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 50 })
      .map((text) => text.normalize('NFC'));
    await fc.assert(
      fc.asyncProperty(
        carried.filter((text) => !text.includes('\0')),
        async (text) => {
          const answer = await server.inject(`/palindrom/${encodeURIComponent(text)}`);
          return answer.statusCode === 200 && answer.json().text === text;
        },
      ),
    );
  });

  test.each([
    ['a/b', 'a/b'],
    ['a%2Fb', 'a/b'],
    ['%252F', '%2F'],
    ['a+b', 'a+b'],
    ['a%3Fb', 'a?b'],
    ['a?b', 'a'],
    ['a;b', 'a;b'],
    ['e%CC%81', 'é'],
    ['a//b', 'a//b'],
  ])('reads %s as %s', async (path, text) => {
    const answer = await (await testServer()).inject(`/palindrom/${path}`);
    expect(answer.json().text).toBe(text);
  });

  test.each([
    ['', 400, 'There is no text; write it after /palindrom/.'],
    ['a%00a', 400, 'The text has a NUL character; leave it out.'],
    ['%', 400, "'/palindrom/%' is not a valid url component"],
    ['%zz', 400, "'/palindrom/%zz' is not a valid url component"],
    ['%ff', 400, "'/palindrom/%ff' is not a valid url component"],
    ['%C0%AF', 400, "'/palindrom/%C0%AF' is not a valid url component"],
  ])('refuses "%s"', async (path, status, error) => {
    const answer = await (await testServer()).inject(`/palindrom/${path}`);
    expect([answer.statusCode, answer.json()]).toEqual([status, { error }]);
  });

  test('takes a thousand characters of several bytes, and no more', async () => {
    const server = await testServer();
    const ask = (text: string) => server.inject(`/palindrom/${encodeURIComponent(text)}`);
    expect((await ask('👍🏽'.repeat(1000))).json().palindrome).toBe(true);
    const tooLong = await ask('👍🏽'.repeat(1001));
    expect([tooLong.statusCode, tooLong.json()]).toEqual([
      414,
      { error: 'The text is too long; write at most 1000 characters in 16384 bytes.' },
    ]);
  });

  test('refuses characters of too many bytes', async () => {
    const answer = await (await testServer()).inject(
      `/palindrom/${encodeURIComponent('👨‍👩‍👧'.repeat(911))}`,
    );
    expect(answer.statusCode).toBe(414);
  });

  test('says that the database is away, and nothing of why', async () => {
    const answer = await (
      await testServer({ DATABASE_URI: 'postgresql://me:secret@127.0.0.1:1/phrase' })
    ).inject('/palindrom/Anna');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { error: 'The database did not answer as it should; try again in a moment.' },
    ]);
  });
});

describe('/admin', () => {
  test('lists as HTML for a browser, with every text escaped', async () => {
    const server = await testServer();
    const text = `<b>"'&'"<b>`;
    await server.inject(`/palindrom/${encodeURIComponent(text)}`);
    const answer = await server.inject({ url: '/admin', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain('<bdi>&#60;b&#62;&#34;&#39;&#38;&#39;&#34;&#60;b&#62;</bdi>');
    expect(answer.body).not.toContain('<b>');
  });

  test('lists page by page', async () => {
    const server = await testServer();
    for (const text of ['a', 'b', 'c']) await server.inject(`/palindrom/${text}`);
    const pages = [0, 1, 2].map(async (offset) =>
      (await server.inject(`/admin?limit=1&offset=${offset}`)).json(),
    );
    const texts = (await Promise.all(pages)).flatMap((page) =>
      page.palindromes.map(({ text }: { text: string }) => text),
    );
    expect(texts.sort()).toEqual(['a', 'b', 'c']);
  });

  test.each(['limit=0', 'limit=1001', 'limit=x', 'offset=-1'])('refuses ?%s', async (query) => {
    expect((await (await testServer()).inject(`/admin?${query}`)).statusCode).toBe(400);
  });
});

describe('/writes', () => {
  test('stores one row for each request, whatever its id', async () => {
    const server = await testServer();
    const write = (id: string) =>
      server.inject({ method: 'POST', url: '/writes', payload: { id, padding: 'x'.repeat(4000) } });
    const answers = await Promise.all(['a', 'b', 'a'].map(write));
    expect(answers.map((answer) => [answer.statusCode, answer.json()])).toEqual([
      [201, { id: 'a' }],
      [201, { id: 'b' }],
      [201, { id: 'a' }],
    ]);
    expect((await server.inject('/admin/writes')).json()).toEqual({
      writes: [
        { id: 'a', times: 2 },
        { id: 'b', times: 1 },
      ],
    });
    expect((await server.inject('/admin/writes/summary')).json()).toEqual({ total: 3, distinct: 2, last: 3 });
    expect((await server.inject('/admin/writes/summary?since=2')).json()).toEqual({
      total: 1,
      distinct: 1,
      last: 3,
    });
    expect((await server.inject('/admin/writes?limit=1')).json()).toEqual({
      writes: [{ id: 'a', times: 2 }],
      after: 'a',
    });
    expect((await server.inject('/admin/writes?limit=1&after=a')).json()).toEqual({
      writes: [{ id: 'b', times: 1 }],
      after: 'b',
    });
  });

  test.each([{}, { id: '' }, { id: 'x'.repeat(201) }, { id: 'a b' }, []])('refuses %j', async (payload) => {
    const server = await testServer();
    expect((await server.inject({ method: 'POST', url: '/writes', payload })).statusCode).toBe(400);
    expect((await server.inject('/admin/writes/summary')).json().total).toBe(0);
  });

  test('refuses a body that is too large', async () => {
    const payload = { id: 'a', padding: 'x'.repeat(70_000) };
    const answer = await (await testServer()).inject({ method: 'POST', url: '/writes', payload });
    expect(answer.statusCode).toBe(413);
  });
});

describe('/slow', () => {
  test('answers after a while', async () => {
    expect((await (await testServer()).inject('/slow?ms=1')).json()).toEqual({ waitedMs: 1 });
  });

  test('has a bound', async () => {
    expect((await (await testServer()).inject('/slow?ms=120001')).statusCode).toBe(400);
  });
});

describe('/redis-hits', () => {
  test('says so where no Redis is configured', async () => {
    const answer = await (await testServer()).inject('/redis-hits');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { error: 'No Redis is configured; set REDIS_HOST.' },
    ]);
  });
});

describe('a deploy', () => {
  test('is prepared once, and ready once nothing is left', async () => {
    const server = await testServer();
    const ask = async (url: string) => {
      const answer = await server.inject(url);
      return [answer.statusCode, answer.body];
    };
    expect(await ask('/status')).toEqual([200, 'OK']);
    expect(await ask('/ready-for-deploy')).toEqual([
      503,
      JSON.stringify({ error: 'Ask /prepare-for-deploy first.', left: { requests: 0, oldestMs: 0 } }),
    ]);
    expect((await ask('/prepare-for-deploy'))[0]).toBe(200);
    expect(await ask('/status')).toEqual([404, 'Not ready']);
    expect(await ask('/ready-for-deploy')).toEqual([200, 'Ready']);
    expect((await ask('/palindrom/Anna'))[0]).toBe(200);
    expect((await server.inject({ method: 'POST', url: '/prepare-for-deploy' })).statusCode).toBe(200);
  });
});

test('what is not there is told in JSON', async () => {
  const answer = await (await testServer()).inject('/nothing');
  expect([answer.statusCode, answer.json()]).toEqual([404, { error: 'There is nothing here.' }]);
});
