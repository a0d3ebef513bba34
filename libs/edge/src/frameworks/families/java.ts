import { delimiter, join } from 'node:path';
import { type Family, words } from './family.ts';

export const java: Family = {
  name: 'java',
  applications: ['tomcat', 'tomcat-lax', 'tomcat-path-info', 'jetty', 'undertow', 'spring', 'spring-ant'],
  needs: 'a JDK of 17 or later, and Maven',
  install: [
    { file: 'mvn', args: ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libraries'] },
    { file: 'javac', args: ['-cp', 'libraries/*', '-d', 'classes', 'Serve.java'] },
  ],
  start: (folder, asked) => ({
    file: 'java',
    args: [
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Xmx256m',
      '-cp',
      [join(folder, 'classes'), join(folder, 'libraries', '*')].join(delimiter),
      'Serve',
      ...words(asked),
    ],
  }),
};
