export { type PasswordOf, PostgresDatabases } from './postgres-databases.ts';
