import { create, createFileRegistry, type FileRegistry, fromBinary } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';

/** The definitions of its own API that an Envoy binary carries, as every C++ program does with its protocol buffers. */
export function definitionsIn(binary: Buffer): FileRegistry {
  const files = new Map<string, FileDescriptorProto>();
  // the longer of two writings of one file comes first and is written over: it repeats each name in its JSON form
  for (const bytes of filesIn(binary).toSorted((a, b) => b.length - a.length)) {
    const file = fromBinary(FileDescriptorProtoSchema, bytes);
    files.set(file.name, file);
  }
  return createFileRegistry(create(FileDescriptorSetSchema, { file: importedFirst(files) }));
}

function filesIn(binary: Buffer): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = binary.indexOf(nameEnd); at >= 0; at = binary.indexOf(nameEnd, at + 1)) {
    const start = nameStart(binary, at + nameEnd.length - 1);
    if (start !== undefined) found.push(withoutRest(binary.subarray(start, start + longest)));
  }
  return found;
}

// a file's first field is its name, and its second, of tag 0x12, its package
const nameEnd = Buffer.from('.proto\x12');
const nameTag = 0x0a;

/** Bytes; the longest file has 27,000. */
const longest = 1 << 18;

/** The name that ends there is preceded by its tag and its own length. */
function nameStart(binary: Buffer, end: number): number | undefined {
  for (let length = nameEnd.length; length < 0x80; length++) {
    const start = end - length - 2;
    if (binary[start] === nameTag && binary[start + 1] === length) return start;
  }
  return undefined;
}

/** Fields come in the order of their numbers; what does not go on like that is no longer the file. */
function withoutRest(bytes: Uint8Array): Uint8Array {
  const reader = new BinaryReader(bytes);
  let [end, last] = [0, 1];
  for (let number = nextField(reader); number >= last && number <= lastField; number = nextField(reader)) {
    [end, last] = [reader.pos, number];
  }
  return bytes.subarray(0, end);
}

const lastField = FileDescriptorProtoSchema.fields.reduce((most, { number }) => Math.max(most, number), 0);

function nextField(reader: BinaryReader): number {
  try {
    const [number, type] = reader.tag();
    reader.skip(type, number);
    return number;
  } catch {
    return 0;
  }
}

function importedFirst(files: ReadonlyMap<string, FileDescriptorProto>): FileDescriptorProto[] {
  const ordered = new Set<FileDescriptorProto>();
  const put = (name: string) => {
    const file = files.get(name);
    if (!file) throw new Error(`${name} is imported but not in the binary; is it a complete Envoy?`);
    if (ordered.has(file)) return;
    file.dependency.forEach(put);
    ordered.add(file);
  };
  for (const name of [...files.keys()].toSorted()) put(name);
  return [...ordered];
}
