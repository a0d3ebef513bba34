import { type DescField, type DescOneof, type FileRegistry, getOption } from '@bufbuild/protobuf';

/** What Envoy refuses a message without. */
export interface Constraints {
  readonly isRequired: (member: DescField | DescOneof) => boolean;
}

export function constraintsOf(definitions: FileRegistry): Constraints {
  const fieldRules = extensionNamed(definitions, 'validate.rules');
  const oneofRequired = extensionNamed(definitions, 'validate.required');
  return {
    isRequired: (member) =>
      member.kind === 'oneof'
        ? getOption(member, oneofRequired) === true
        : refusesEmpty(getOption(member, fieldRules) as unknown as FieldRules),
  };
}

function extensionNamed(definitions: FileRegistry, name: string) {
  const extension = definitions.getExtension(name);
  if (extension) return extension;
  throw new Error(`${name}: this Envoy has no such option; look how its definitions say what is required`);
}

/** The part of `validate.FieldRules` that tells of an empty field. */
interface FieldRules {
  readonly message?: { readonly required: boolean };
  readonly type: {
    readonly case?: string;
    readonly value?: {
      /** Of durations and what is packed. */
      readonly required?: boolean;
      readonly minLen?: bigint;
      readonly minBytes?: bigint;
      readonly minItems?: bigint;
      readonly ignoreEmpty?: boolean;
    };
  };
}

function refusesEmpty({ message, type: { value = {} } }: FieldRules): boolean {
  if (message?.required || value.required) return true;
  const least = (value.minLen ?? 0n) + (value.minBytes ?? 0n) + (value.minItems ?? 0n);
  return least > 0n && !value.ignoreEmpty;
}
