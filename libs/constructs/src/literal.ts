/** Text that Terraform takes as it is, instead of as a template. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, '$&$&');
}
