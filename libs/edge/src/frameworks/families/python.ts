import { join } from 'node:path';
import { type Family, words } from './family.ts';

export const python: Family = {
  name: 'python',
  applications: [
    'flask',
    'flask-lax',
    'django',
    'django-asgi',
    'bottle',
    'falcon',
    'fastapi',
    'starlette',
    'tornado',
    'aiohttp',
  ],
  needs: 'Python 3 with venv and pip',
  install: [
    { file: 'python3', args: ['-m', 'venv', 'environment'] },
    {
      file: 'environment/bin/python',
      args: ['-m', 'pip', 'install', '--disable-pip-version-check', '-q', '-r', 'requirements.txt'],
    },
  ],
  start: (folder, asked) => ({
    file: join(folder, 'environment/bin/python'),
    args: [join(folder, 'serve.py'), ...words(asked)],
  }),
};
