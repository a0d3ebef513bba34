import { type DescField, ScalarType } from '@bufbuild/protobuf';

export type Names = ReadonlyMap<string, string>;

/** A field's type in its JSON form. */
export function typeText(field: DescField, names: Names): string {
  if (field.fieldKind === 'list') return `readonly ${inList(singleText(field, names))}[]`;
  if (field.fieldKind === 'map') return `Readonly<Record<string, ${singleText(field, names)}>>`;
  return singleText(field, names);
}

const inList = (text: string): string => (/^[\w.]+$/.test(text) ? text : `(${text})`);

function singleText(field: DescField, names: Names): string {
  const definition = field.message ?? field.enum;
  if (definition) return jsonForms[definition.typeName] ?? nameOf(definition.typeName, names);
  return scalars[field.scalar ?? ScalarType.STRING];
}

function nameOf(typeName: string, names: Names): string {
  const name = names.get(typeName);
  if (name) return name;
  throw new Error(`${typeName}: no type is written for it; add its JSON form to type-text.ts`);
}

const jsonForms: Readonly<Record<string, string>> = {
  'google.protobuf.Any': 'Any',
  'google.protobuf.BoolValue': 'boolean',
  'google.protobuf.DoubleValue': 'number',
  'google.protobuf.Duration': 'Duration',
  'google.protobuf.Empty': 'Readonly<Record<string, never>>',
  'google.protobuf.Int64Value': 'number',
  'google.protobuf.ListValue': 'readonly Json[]',
  'google.protobuf.StringValue': 'string',
  'google.protobuf.Struct': 'JsonObject',
  'google.protobuf.Timestamp': 'string',
  'google.protobuf.UInt32Value': 'number',
  'google.protobuf.UInt64Value': 'number',
  'google.protobuf.Value': 'Json',
};

const scalars = {
  [ScalarType.BOOL]: 'boolean',
  // in Base64
  [ScalarType.BYTES]: 'string',
  [ScalarType.DOUBLE]: 'number',
  [ScalarType.FIXED32]: 'number',
  [ScalarType.FIXED64]: 'number',
  [ScalarType.FLOAT]: 'number',
  [ScalarType.INT32]: 'number',
  [ScalarType.INT64]: 'number',
  [ScalarType.SFIXED32]: 'number',
  [ScalarType.SFIXED64]: 'number',
  [ScalarType.SINT32]: 'number',
  [ScalarType.SINT64]: 'number',
  [ScalarType.STRING]: 'string',
  [ScalarType.UINT32]: 'number',
  [ScalarType.UINT64]: 'number',
} satisfies Record<ScalarType, string>;
